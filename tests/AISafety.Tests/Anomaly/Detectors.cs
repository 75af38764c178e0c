using AISafety.Anomaly;
using AISafety.Tests.Support;

namespace AISafety.Tests.Anomaly;

/// <summary>Makes and asks anomaly guards without an engine.</summary>
internal static class Detectors
{
    public static FeatureSchema<float[]> Schema(int width) =>
        FeatureSchema.ForVector([.. Enumerable.Range(0, width).Select(i => $"x{i}")]);

    public static SafetyBuilder<TIn, float> Builder<TIn>(FeatureSchema<TIn>? schema = null)
    {
        SafetyBuilder<TIn, float> builder = new(Model.FromDelegate<TIn, float>(_ => 0));
        return schema is null ? builder : builder.UseFeatures(schema);
    }

    public static IInputGuard<TIn> Create<TIn>(SafetyBuilder<TIn, float> builder) =>
        builder.InputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));

    public static Verdict<TIn> Inspect<TIn>(this IInputGuard<TIn> guard, FeatureSchema<TIn> schema, TIn input) =>
        guard.InspectAsync(input, Guards.Context(schema, input)).GetAwaiter().GetResult();

    /// <summary>A detector by a word, with few trees and neighbours: tests fit many.</summary>
    public static AnomalyDetector Named(string name) => name switch
    {
        "mahalanobis" => AnomalyDetector.Mahalanobis,
        "forest" => AnomalyDetector.IsolationForest(trees: 30, sampleSize: 64),
        "neighbors" => AnomalyDetector.NearestNeighbors(k: 3),
        _ => AnomalyDetector.RobustZ,
    };

    public static float[][] Normal(int count, int width, int seed)
    {
        Random random = new(seed);
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++)
        {
            rows[i] = [.. Enumerable.Range(0, width).Select(_ => (float)Normal(random))];
        }

        return rows;
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
