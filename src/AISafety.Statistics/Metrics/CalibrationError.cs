using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How far probabilities are from what came true, over the bins of a <see cref="ReliabilityCurve"/>.</summary>
/// <remarks>Expected error: sum (n_k / n) gap_k, the ECE of Naeini, Cooper and Hauskrecht, AAAI 2015. Maximum: the greatest gap of a bin with
/// rows. ECE of few rows in many bins is biased upwards: even a perfect model has gaps of about sqrt(p (1 - p) / n_k).</remarks>
public static class CalibrationError
{
    /// <summary>The error over bins of equal width.</summary>
    /// <param name="scores">p, the probability of label 1, from 0 to 1. NaN means missing: the row is passed over and counted.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="binCount">How many bins; 1 or more.</param>
    /// <returns>Errors of NaN if no row has a score.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is below 0 or above 1, a label is neither 0 nor 1, or there is no bin.</exception>
    public static CalibrationErrorResult EqualWidth<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int binCount = 10)
        where T : struct, IFloatingPointIeee754<T> =>
        Compute(scores, labels, binCount, ReliabilityCurve.EqualWidth);

    /// <summary>The error over bins of equal mass.</summary>
    /// <inheritdoc cref="EqualWidth{T}"/>
    public static CalibrationErrorResult EqualMass<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int binCount = 10)
        where T : struct, IFloatingPointIeee754<T> =>
        Compute(scores, labels, binCount, ReliabilityCurve.EqualMass);

    /// <summary>The error over bins that were filled before.</summary>
    /// <param name="bins">The bins.</param>
    /// <param name="missing">How many rows had no score, to be passed on.</param>
    public static CalibrationErrorResult Of(ReadOnlySpan<ReliabilityBin> bins, int missing = 0)
    {
        long count = 0;
        double expected = 0;
        double maximum = 0;
        foreach (ReliabilityBin bin in bins)
        {
            if (bin.Count > 0)
            {
                count += bin.Count;
                expected += Math.Abs(bin.Positives - bin.ScoreSum);
                maximum = Math.Max(maximum, bin.Gap);
            }
        }

        return new(expected / count, count == 0 ? double.NaN : maximum, count, missing);
    }

    private delegate int Binning<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<ReliabilityBin> bins);

    private static CalibrationErrorResult Compute<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int binCount, Binning<T> binning)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 1);
        ReliabilityBin[] rented = ArrayPool<ReliabilityBin>.Shared.Rent(binCount);
        Span<ReliabilityBin> bins = rented.AsSpan(0, binCount);
        int missing = binning(scores, labels, bins);
        CalibrationErrorResult result = Of(bins, missing);
        ArrayPool<ReliabilityBin>.Shared.Return(rented);
        return result;
    }
}
