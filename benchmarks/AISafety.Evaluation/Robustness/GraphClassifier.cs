using System.Numerics.Tensors;
using AISafety.Robustness;

namespace AISafety.Evaluation.Robustness;

/// <summary>A graph of logits as a classifier with probabilities.</summary>
internal sealed class GraphClassifier(OnnxGraph graph) : IBatchModel<float[], Classification>
{
    public ValueTask<Classification> PredictAsync(float[] input, CancellationToken cancellationToken = default)
    {
        Classification[] answer = new Classification[1];
        Predict([input], answer);
        return new(answer[0]);
    }

    public ValueTask PredictBatchAsync(ReadOnlyMemory<float[]> inputs, Memory<Classification> outputs, CancellationToken cancellationToken = default)
    {
        Predict(inputs.Span, outputs.Span);
        return ValueTask.CompletedTask;
    }

    private void Predict(ReadOnlySpan<float[]> inputs, Span<Classification> outputs)
    {
        float[] rows = new float[inputs.Length * graph.InputLength];
        for (int row = 0; row < inputs.Length; row++)
        {
            inputs[row].CopyTo(rows, row * graph.InputLength);
        }

        float[] scores = new float[inputs.Length * graph.OutputLength];
        graph.Score(rows, scores);
        for (int row = 0; row < inputs.Length; row++)
        {
            float[] probabilities = new float[graph.OutputLength];
            ReadOnlySpan<float> logits = scores.AsSpan(row * graph.OutputLength, graph.OutputLength);
            TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities);
            TensorPrimitives.SoftMax<float>(probabilities, probabilities);
            outputs[row] = Classification.TakeProbabilities(probabilities);
        }
    }
}
