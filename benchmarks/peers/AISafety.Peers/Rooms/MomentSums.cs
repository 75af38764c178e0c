using System.Numerics.Tensors;
using AISafety.Statistics;
using MathNet.Numerics.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Mean, variance, skewness, kurtosis and extremes.</summary>
internal static class MomentSums
{
    // Peers that sum floats in float: their answers are as wrong as this allows, and are shown.
    private const double Float = 0.2;

    private const string Note =
        "Ours computes all six numbers and leaves out NaN; NumPy, MathNet's MeanVariance and TensorPrimitives compute mean and variance or less. Where peers sum floats in float, their answers are as far off as the last column says.";

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        foreach (int n in new[] { bench.Sizes.TenMillion, bench.Sizes.TenThousand })
        {
            yield return new($"moments, {Sizes.Text(n)} double", () => Doubles(bench, Draw(bench, n)));
            yield return new($"moments, {Sizes.Text(n)} float", () => Floats(bench, n));
        }
    }

    private static Operation Doubles(Bench bench, Input<double> values)
    {
        Moments moments = default;
        (double mean, double variance) = (0, 0);
        double deviation = 0;
        RunningStatistics? running = null;
        return new()
        {
            Unit = Unit.Element(values.Values.Length),
            Ours = Bench.Ours(() => moments = Moments.Of(values.Values), () => Answer(moments)),
            Peers =
            [
                bench.Peer("np.mean + np.var", "moments.mean_variance", [values.File]),
                bench.Peer("scipy.stats.describe", "moments.describe", [values.File]),
                Bench.DotNet("MathNet MeanVariance", () => (mean, variance) = ArrayStatistics.MeanVariance(values.Values), () => MeanAndVariance(mean, variance)),
                Bench.DotNet("MathNet RunningStatistics, all six", () => running = new(values.Values), () => Answer(running!)),
                Bench.DotNet("TensorPrimitives.StdDev", () => deviation = TensorPrimitives.StdDev<double>(values.Values), () => Deviation(deviation, values.Values.Length)),
            ],
            Target = Target(bench, values.Values.Length, sizeof(double)),
            Limit = Limit(bench, values.Values.Length, sizeof(double)),
            Note = Note,
        };
    }

    private static Operation Floats(Bench bench, int n)
    {
        Input<double> doubles = Draw(bench, n);
        Input<float> values = bench.Inputs.Get($"exponential-{n}", () => Draws.Floats(doubles.Values));
        Moments moments = default;
        (double mean, double variance) = (0, 0);
        double deviation = 0;
        return new()
        {
            Unit = Unit.Element(n),
            Ours = Bench.Ours(() => moments = Moments.Of(values.Values), () => Answer(moments)),
            Peers =
            [
                bench.Peer("np.mean + np.var", "moments.mean_variance", [values.File], Float),
                bench.Peer("scipy.stats.describe", "moments.describe", [values.File], Float),
                Bench.DotNet("MathNet MeanVariance", () => (mean, variance) = ArrayStatistics.MeanVariance(values.Values), () => MeanAndVariance(mean, variance), Float),
                Bench.DotNet("TensorPrimitives.StdDev", () => deviation = TensorPrimitives.StdDev<float>(values.Values), () => Deviation(deviation, n), Float),
            ],
            Target = Target(bench, n, sizeof(float)),
            Limit = Limit(bench, n, sizeof(float)),
            Note = Note,
        };
    }

    // 1.3 times the limit of the machine that the targets were set on.
    private static Target? Target(Bench bench, int n, int size) => n == bench.Sizes.TenMillion ? new(1.3 * (size == sizeof(float) ? 0.15 : 0.30)) : null;

    // Ten thousand values stay in the nearest caches.
    private static Limit? Limit(Bench bench, int n, int size) => n == bench.Sizes.TenMillion ? new((double)n * size) : null;

    private static Input<double> Draw(Bench bench, int n) => bench.Inputs.Get($"exponential-{n}", () => Draws.Exponential(n, 3));

    private static double[] Answer(Moments moments) =>
        [moments.Mean, moments.Variance, moments.Skewness, moments.ExcessKurtosis, moments.Min, moments.Max];

    private static double[] Answer(RunningStatistics running) =>
        [running.Mean, running.Variance, running.PopulationSkewness, running.PopulationKurtosis, running.Minimum, running.Maximum];

    private static double[] MeanAndVariance(double mean, double variance) => [mean, variance, double.NaN, double.NaN, double.NaN, double.NaN];

    // TensorPrimitives divides by n.
    private static double[] Deviation(double deviation, double n) => MeanAndVariance(double.NaN, deviation * deviation * n / (n - 1));
}
