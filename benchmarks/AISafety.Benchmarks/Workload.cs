using Polly;

namespace AISafety.Benchmarks;

/// <summary>The call that is measured: ten features, validation, robust z, output validation, confidence, one monitor; all is allowed.</summary>
internal static class Workload
{
    public const int Width = 10;

    public const int Guards = 4;

    public static float[] Input { get; } = [.. Enumerable.Range(0, Width).Select(i => 0.1f * i)];

    /// <summary>A model that costs nearly nothing, so that what is measured is what surrounds it.</summary>
    public static IModel<float[], Answer> Bare { get; } = Model.FromDelegate<float[], Answer>(static input => new(input[0] > 10 ? 1 : 0, 0.9f));

    public static SafeModel<float[], Answer> Safe(bool measureLatency = false) => Bare.WithSafety(safety =>
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector([.. Enumerable.Range(0, Width).Select(i => $"f{i}")]);
        for (int i = 0; i < Width; i++)
        {
            schema = schema.WithRange($"f{i}", -1000, 1000);
        }

        safety.UseFeatures(schema)
            .UseRecording(new() { MeasureLatency = measureLatency })
            .AddInputValidation()
            .AddAnomalyDetection(Reference(), alarmRate: 0.01)
            .AddOutputValidation(rules => rules.Range("probability", answer => answer.Probability, 0f, 1f))
            .AddConfidenceThreshold(answer => answer.Probability, minimum: 0.7)
            .AddMonitor(_ => new MeanMonitor());
    });

    /// <summary>Polly's pipeline of timeout, retry and circuit breaker, for comparison.</summary>
    public static ResiliencePipeline Polly { get; } = new ResiliencePipelineBuilder()
        .AddTimeout(TimeSpan.FromSeconds(10))
        .AddRetry(new() { MaxRetryAttempts = 2 })
        .AddCircuitBreaker(new())
        .Build();

    public static ValueTask<Answer> CallThroughPolly() =>
        Polly.ExecuteAsync(static (input, token) => Bare.PredictAsync(input, token), Input);

    private static List<float[]> Reference()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, 2000).Select(_ => (float[])[.. Enumerable.Range(0, Width).Select(_ => (float)(random.NextDouble() * 4 - 2))])];
    }

    /// <summary>A monitor as small as one can be: a running mean a feature.</summary>
    private sealed class MeanMonitor : ISafetyMonitor
    {
        private readonly double[] _sums = new double[Width];

        public string Name => "mean";

        public void Observe(ColumnBlock block, MonitorContext context)
        {
            for (int feature = 0; feature < Width; feature++)
            {
                foreach (float value in block.Feature(feature))
                {
                    _sums[feature] += value;
                }
            }
        }
    }

    internal readonly record struct Answer(int Label, float Probability);
}
