using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Average precision: the sum over thresholds, from the highest, of precision times the gain in recall. From 0 to 1.</summary>
/// <remarks>AP = sum (R_k - R_(k-1)) P_k over the distinct scores; rows with equal scores are selected together. No interpolation, unlike
/// the trapezoidal area under the precision-recall curve, which is too hopeful (Davis and Goadrich, ICML 2006). n log n, with a rented buffer.</remarks>
public static class AveragePrecision
{
    /// <summary>The average precision.</summary>
    /// <param name="scores">Greater for label 1; any numbers, infinities too. NaN means missing: the row is passed over. -0.0 equals 0.0.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <returns>NaN if no row of label 1 has a score.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public static double Of<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels)
        where T : struct, IFloatingPointIeee754<T>
    {
        using RankedScores<T> ranked = new(scores, labels);
        Steps<T> steps = new(ranked.Positives.Length, ranked.Negatives.Length);
        ranked.Walk(ref steps);
        return steps.Sum / ranked.Positives.Length;
    }

    private struct Steps<T>(int positiveCount, int negativeCount) : IScoreVisitor<T>
    {
        private int _hits = positiveCount;
        private int _selected = positiveCount + negativeCount;

        public double Sum { get; private set; }

        // Ascending: what is left are the rows selected at this threshold.
        public void Visit(T score, int positives, int negatives)
        {
            // Nothing is added where there are none; to ask would cost more.
            Sum += positives * ((double)_hits / _selected);
            _hits -= positives;
            _selected -= positives + negatives;
        }
    }
}
