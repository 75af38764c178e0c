using AISafety.Anomaly;

namespace AISafety.Benchmarks;

/// <summary>A safe model with nothing but an anomaly guard, asked whether rows alarm.</summary>
internal sealed class SafetyProbe(float[][] reference, double rate, AnomalyDetectionOptions options) : IDisposable
{
    private readonly SafeModel<float[], float> _model = Model.FromDelegate<float[], float>(static _ => 0).WithSafety(safety => safety
        .UseFeatures(FeatureSchema.ForVector([.. Enumerable.Range(0, reference[0].Length).Select(i => $"f{i}")]))
        .AddAnomalyDetection(reference, rate, options: options));

    public bool Alarms(float[] row) => _model.EvaluateAsync(row).AsTask().Result.Action != SafetyAction.Allow;

    public void Dispose() => _model.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
