using System.Buffers;
using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>A confidence interval for the mean of values of any distribution: the bias-corrected and accelerated bootstrap.</summary>
/// <remarks>Bias correction z0 from the share of resampled means below the mean, acceleration a = sum d^3 / (6 (sum d^2)^1.5) over the distances d from the mean, which is the jackknife's for a mean. Approximate: of less than some twenty
/// values it covers less than it says. Above <see cref="MostRows"/> values the normal interval is taken instead, which then differs by less than skewness / 200 of its half-width.
/// Source: B. Efron, Better Bootstrap Confidence Intervals, JASA 82, 1987.</remarks>
internal static class BootstrapMean
{
    /// <summary>The most values that are resampled.</summary>
    public const int MostRows = 10_000;

    /// <param name="values">Finite.</param>
    /// <param name="confidence">More than 0, less than 1.</param>
    /// <param name="resamples">How many samples; 0 for no interval.</param>
    /// <param name="seed">Of the samples.</param>
    /// <returns>NaN to NaN if the values do not vary, which says nothing of how they might, or if there are no resamples.</returns>
    public static Interval Of(ReadOnlySpan<double> values, double confidence, int resamples, int seed)
    {
        double mean = Mean(values);
        double squares = 0;
        double cubes = 0;
        foreach (double value in values)
        {
            double distance = value - mean;
            squares += distance * distance;
            cubes += distance * distance * distance;
        }

        if (resamples == 0 || values.Length < 2 || !(squares > 0) || !double.IsFinite(squares))
        {
            return new(double.NaN, double.NaN);
        }

        double reach = NormalReach.Of(confidence);
        if (values.Length > MostRows)
        {
            double error = Math.Sqrt(squares / (values.Length - 1) / values.Length);
            return new(mean - reach * error, mean + reach * error);
        }

        double[] means = ArrayPool<double>.Shared.Rent(resamples);
        Span<double> sorted = means.AsSpan(0, resamples);
        Resample(values, sorted, seed);
        sorted.Sort();
        double below = 0;
        foreach (double one in sorted)
        {
            below += one < mean ? 1 : one == mean ? 0.5 : 0;
        }

        double bias = Normal.InvCDF(0, 1, Math.Clamp(below / resamples, 1.0 / (resamples + 1), resamples / (resamples + 1.0)));
        double acceleration = cubes / (6 * Math.Pow(squares, 1.5));
        Interval interval = new(Quantile(sorted, bias, acceleration, -reach), Quantile(sorted, bias, acceleration, reach));
        ArrayPool<double>.Shared.Return(means);
        return interval;
    }

    private static void Resample(ReadOnlySpan<double> values, Span<double> means, int seed)
    {
        ulong state = (uint)seed;
        uint count = (uint)values.Length;
        for (int sample = 0; sample < means.Length; sample++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                // The upper half times the count, shifted, is uniform to one in 2^32 / count.
                ulong z = SplitMix64.Mix(state += SplitMix64.Step);
                sum += values[(int)(((z >> 32) * count) >> 32)];
            }

            means[sample] = sum / values.Length;
        }
    }

    private static double Quantile(ReadOnlySpan<double> sorted, double bias, double acceleration, double z)
    {
        double scale = 1 - acceleration * (bias + z);
        double share = scale > 0 ? Normal.CDF(0, 1, bias + (bias + z) / scale) : z > 0 ? 1 : 0;
        double place = Math.Clamp(share * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
        int index = Math.Min((int)place, sorted.Length - 2);
        return sorted[index] + (place - index) * (sorted[index + 1] - sorted[index]);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
