using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>What one call needs, used by one call at a time: a binding for one row, another for many, and the run's options.</summary>
internal sealed class ClassifierRun : IDisposable
{
    private readonly ClassifierPlan _plan;
    private readonly InferenceSession _session;
    private readonly LabelCache _labels;
    private readonly RunOptions _options = new();
    private readonly RowBinding _one;
    private RowBinding? _many;

    public ClassifierRun(ClassifierPlan plan, InferenceSession session, LabelCache labels)
    {
        _plan = plan;
        _session = session;
        _labels = labels;
        _one = new(plan, session);
        _one.Resize(1);
    }

    public Classification Predict<TIn>(RowWriter<TIn> write, TIn input, CancellationToken cancellationToken)
    {
        write(input, _one.Input(0));
        Run(_one, cancellationToken);
        return Read(_one, 0);
    }

    public void Predict<TIn>(RowWriter<TIn> write, ReadOnlySpan<TIn> inputs, Span<Classification> outputs, CancellationToken cancellationToken)
    {
        _many ??= new(_plan, _session);
        _many.Resize(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            write(inputs[i], _many.Input(i));
        }

        Run(_many, cancellationToken);
        for (int i = 0; i < inputs.Length; i++)
        {
            outputs[i] = Read(_many, i);
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _many?.Dispose();
        _options.Dispose();
    }

    private void Run(RowBinding rows, CancellationToken cancellationToken) =>
        TerminableRun.Invoke(_plan.Source, _options, rows, static (rows, options) => rows.Run(options), cancellationToken);

    private Classification Read(RowBinding rows, int row)
    {
        float[] probabilities = new float[_plan.Classes];
        Activations.Apply(_plan.Activation, rows.Output(row), probabilities);
        Classification answer = Classification.TakeProbabilities(probabilities);
        return answer.ClassIndex < 0 ? answer : answer.WithLabel(_labels.Of(rows, row, answer.ClassIndex));
    }
}
