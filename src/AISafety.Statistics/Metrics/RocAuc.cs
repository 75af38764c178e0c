using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The area under the ROC curve: the probability that a row of label 1 scores higher than one of label 0, ties counting half.</summary>
/// <remarks>
/// <para>Exact: with P positives and N negatives, AUC = (the pairs ranked right + half the pairs tied) / (P N), in integers. It equals the
/// Mann-Whitney U of the positives divided by P N.</para>
/// <para>The variance is DeLong's: S10 / P + S01 / N, where S10 and S01 are the sample variances (divisors P - 1 and N - 1) of each positive's
/// share of negatives below it and of each negative's share of positives above it, ties half; also summed in integers. n log n, with
/// rented buffers.</para>
/// <para>Sources: DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988; Sun and Xu, IEEE Signal Processing Letters 21, 2014.</para>
/// </remarks>
public static class RocAuc
{
    /// <summary>The area under the ROC curve with its variance.</summary>
    /// <param name="scores">Greater for label 1; any numbers, infinities too. NaN means missing: the row is passed over and counted. -0.0 equals 0.0.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <returns>An area of NaN if a label has no row; a variance of NaN if a label has fewer than two.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public static RocAucResult Compute<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels)
        where T : struct, IFloatingPointIeee754<T>
    {
        using RankedScores<T> ranked = new(scores, labels);
        int positives = ranked.Positives.Length;
        int negatives = ranked.Negatives.Length;
        uint[] rented = ArrayPool<uint>.Shared.Rent(positives + negatives);
        Span<uint> amongNegatives = rented.AsSpan(0, positives);
        Span<uint> amongPositives = rented.AsSpan(positives, negatives);
        Placements.Find(ranked.Positives, ranked.Negatives, amongNegatives, amongPositives);
        (ulong below, UInt128 squaresBelow) = Placements.Sum(amongNegatives, 2 * (uint)negatives);
        (ulong above, UInt128 squaresAbove) = Placements.Sum(amongPositives, 2 * (uint)positives);
        ArrayPool<uint>.Shared.Return(rented);

        // A negative's placement counts the positives below it, not above; their variances are equal.
        double variance = Variance(squaresBelow, below, positives, negatives) + Variance(squaresAbove, above, negatives, positives);
        return new(below / (2.0 * positives * negatives), variance, positives, negatives, ranked.Missing);
    }

    // The sample variance of sum / (2 others), over count. (count squares - sum^2) stays below 2^122.
    private static double Variance(UInt128 squares, ulong sum, long count, long others)
    {
        double spread = (double)((UInt128)count * squares - (UInt128)sum * sum);
        return spread / count / (count - 1) / (4.0 * others * others) / count;
    }
}
