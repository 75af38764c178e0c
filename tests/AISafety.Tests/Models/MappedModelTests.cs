using AISafety.Calibration;
using AISafety.Statistics;

namespace AISafety.Tests.Models;

/// <summary>What a model with calibrated answers keeps of the model inside.</summary>
public sealed class MappedModelTests
{
    private static readonly ProbabilityCalibration _half = ProbabilityCalibration.From(new IsotonicCalibration([0, 1], [0, 0.5]));

    [Test]
    public async Task Batch_stays_a_batch_and_maps_each_row()
    {
        BatchModel inner = new();
        IModel<int, double> model = Calibrated(inner);
        double[] outputs = new double[4];
        await ((IBatchModel<int, double>)model).PredictBatchAsync(new[] { 2, 4, 8 }, outputs);
        Assert.That(outputs, Is.EqualTo(new[] { 0.1, 0.2, 0.4, 0 }));
        Assert.That(inner.Batches, Is.EqualTo(1));
        Assert.That(await model.PredictAsync(6), Is.EqualTo(0.3).Within(1e-15));
        Assert.That(
            () => ((IBatchModel<int, double>)model).PredictBatchAsync(new[] { 2, 4 }, new double[1]).AsTask(), Throws.ArgumentException.With.Property("ParamName").EqualTo("outputs"));
    }

    [Test]
    public async Task Routed_stays_routed_and_names_who_served()
    {
        await using SafeModel<int, double> safe = Calibrated(new RoutedModel()).WithSafety(_ => { });
        SafetyResult<double> result = await safe.EvaluateAsync(4);
        Assert.That((result.Output, result.ServedBy), Is.EqualTo((0.2, "candidate")));
        Assert.That(await Calibrated(new RoutedModel()).PredictAsync(4), Is.EqualTo(0.2));
    }

    [Test]
    public async Task Plain_is_neither_and_waits_where_the_model_waits()
    {
        TaskCompletionSource<double> answer = new();
        IModel<int, double> model = Calibrated(Model.FromDelegate<int, double>((_, _) => new(answer.Task)));
        Assert.That(model, Is.Not.InstanceOf<IBatchModel<int, double>>().And.Not.InstanceOf<IRoutedModel<int, double>>());
        ValueTask<double> pending = model.PredictAsync(1);
        Assert.That(pending.IsCompleted, Is.False);
        answer.SetResult(0.8);
        Assert.That(await pending, Is.EqualTo(0.4));
    }

    private static IModel<int, double> Calibrated(IModel<int, double> inner) => inner.WithProbabilityCalibration(p => p, (_, p) => p, _half);

    private sealed class BatchModel : IBatchModel<int, double>
    {
        public int Batches { get; private set; }

        public ValueTask<double> PredictAsync(int input, CancellationToken cancellationToken) => new(input / 10.0);

        public ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<double> outputs, CancellationToken cancellationToken)
        {
            Batches++;
            for (int i = 0; i < inputs.Length; i++)
            {
                outputs.Span[i] = inputs.Span[i] / 10.0;
            }

            return default;
        }
    }

    private sealed class RoutedModel : IRoutedModel<int, double>
    {
        public ValueTask<double> PredictAsync(int input, CancellationToken cancellationToken) => new(input / 10.0);

        public ValueTask<Served<double>> PredictAsync(int input, SafetyContext context) => new(new Served<double>(input / 10.0, "candidate"));
    }
}
