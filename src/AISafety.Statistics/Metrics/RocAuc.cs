using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The area under the ROC curve: the probability that a row of label 1 scores higher than one of label 0, ties counting half.</summary>
/// <remarks>
/// <para>Exact: with P positives and N negatives, AUC = (the pairs ranked right + half the pairs tied) / (P N), in integers. It equals the
/// Mann-Whitney U of the positives divided by P N.</para>
/// <para>The variance is DeLong's: S10 / P + S01 / N, where S10 and S01 are the sample variances (divisors P - 1 and N - 1) of each positive's
/// share of negatives below it and of each negative's share of positives above it, ties half; also summed in integers. n log n, with a rented
/// buffer.</para>
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
        Placements<T> sums = new(ranked.Positives.Length);
        ranked.Walk(ref sums);
        return sums.Result(ranked.Negatives.Length, ranked.Missing);
    }

    // Sums of twice the placement, so that ties stay whole numbers.
    private struct Placements<T>(int positiveCount) : IScoreVisitor<T>
    {
        private UInt128 _squaresBelow;
        private UInt128 _squaresAbove;
        private long _below;
        private long _above;
        private long _positivesBefore;
        private long _negativesBefore;

        public void Visit(T score, int positives, int negatives)
        {
            long twiceBelow = 2 * _negativesBefore + negatives;
            long twiceAbove = 2 * (positiveCount - _positivesBefore) - positives;
            if (positives > 0)
            {
                _below += positives * twiceBelow;
                _squaresBelow += Product(positives * twiceBelow, twiceBelow);
                _positivesBefore += positives;
            }

            if (negatives > 0)
            {
                _above += negatives * twiceAbove;
                _squaresAbove += Product(negatives * twiceAbove, twiceAbove);
                _negativesBefore += negatives;
            }
        }

        public readonly RocAucResult Result(int negativeCount, int missing)
        {
            double pairs = (double)positiveCount * negativeCount;
            double variance = Variance(_squaresBelow, _below, positiveCount, negativeCount) + Variance(_squaresAbove, _above, negativeCount, positiveCount);
            return new(_below / (2 * pairs), variance, positiveCount, negativeCount, missing);
        }

        private static UInt128 Product(long a, long b) => new(Math.BigMul((ulong)a, (ulong)b, out ulong low), low);

        // The sample variance of sum / (2 others), over count. (count squares - sum^2) stays below 2^122.
        private static double Variance(UInt128 squares, long sum, long count, long others)
        {
            double spread = (double)((UInt128)count * squares - Product(sum, sum));
            return spread / count / (count - 1) / (4.0 * others * others) / count;
        }
    }
}
