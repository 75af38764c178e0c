using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The confusion at every threshold that makes a difference: the ROC and the precision-recall curve in one.</summary>
/// <remarks>
/// <para>The first point selects nothing (threshold +infinity), then one point for each distinct score in descending order; the last selects
/// every row. A row that scores +infinity is not selected at the first point but at the second, whose threshold is +infinity too.</para>
/// <para>ROC: (<see cref="ConfusionCounts.FalsePositiveRate"/>, <see cref="ConfusionCounts.Recall"/>); precision-recall:
/// (<see cref="ConfusionCounts.Recall"/>, <see cref="ConfusionCounts.Precision"/>, which is NaN at the first point). Immutable.</para>
/// </remarks>
public sealed class ThresholdCurve
{
    private readonly ThresholdPoint[] _points;

    private ThresholdCurve(ThresholdPoint[] points, int missing)
    {
        _points = points;
        Missing = missing;
    }

    /// <summary>The points, thresholds descending.</summary>
    public ReadOnlySpan<ThresholdPoint> Points => _points;

    /// <summary>The rows without a score, which took no part.</summary>
    public int Missing { get; }

    /// <summary>Computes the curve of scores and labels.</summary>
    /// <param name="scores">Greater for label 1; any numbers, infinities too. NaN means missing: the row is passed over and counted. -0.0 equals 0.0.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <returns>One point, all zeros, for no rows.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a label is neither 0 nor 1.</exception>
    public static ThresholdCurve From<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels)
        where T : struct, IFloatingPointIeee754<T>
    {
        using RankedScores<T> ranked = new(scores, labels);
        Collector<T> collector = new(ranked.Positives.Length, ranked.Negatives.Length);
        ranked.Walk(ref collector);
        return new(collector.Descending(), ranked.Missing);
    }

    // Fills a rented buffer from its end, so that what is visited in ascending order lies in descending order.
    private struct Collector<T>(int positiveCount, int negativeCount) : IScoreVisitor<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly ThresholdPoint[] _rented = ArrayPool<ThresholdPoint>.Shared.Rent(positiveCount + negativeCount + 1);
        private readonly int _positives = positiveCount;
        private readonly int _negatives = negativeCount;
        private int _first = positiveCount + negativeCount + 1;
        private int _truePositives = positiveCount;
        private int _falsePositives = negativeCount;

        public void Visit(T score, int positives, int negatives)
        {
            Add(double.CreateTruncating(score));
            _truePositives -= positives;
            _falsePositives -= negatives;
        }

        public ThresholdPoint[] Descending()
        {
            Add(double.PositiveInfinity);
            ThresholdPoint[] points = _rented[_first..(_positives + _negatives + 1)];
            ArrayPool<ThresholdPoint>.Shared.Return(_rented);
            return points;
        }

        private void Add(double threshold) =>
            _rented[--_first] = new(threshold, new(_truePositives, _falsePositives, _negatives - _falsePositives, _positives - _truePositives));
    }
}
