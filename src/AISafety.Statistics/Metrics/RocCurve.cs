using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The ROC curve at evenly spaced false positive rates: to draw it, or to keep its shape without any row's score.</summary>
/// <remarks>Between two thresholds the curve is a straight line, as for the area (<see cref="RocAuc"/>); where it is upright the greatest true positive rate counts. n log n, with a rented buffer.</remarks>
public static class RocCurve
{
    /// <summary>Reads the curve.</summary>
    /// <param name="scores">Greater for label 1. NaN means missing: the row is passed over.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="truePositiveRates">Gets the rate at a false positive rate of i / (length - 1), 0 to 1; NaN throughout if a label has no row with a score. 2 places or more.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is neither 0 nor 1, or there are fewer than two places.</exception>
    public static void Sample<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<double> truePositiveRates)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (truePositiveRates.Length < 2)
        {
            throw new ArgumentException($"There is room for {truePositiveRates.Length} rates; expected 2 or more.", nameof(truePositiveRates));
        }

        using RankedScores<T> ranked = new(scores, labels);
        truePositiveRates.Fill(double.NaN);
        if (ranked.Positives.Length > 0 && ranked.Negatives.Length > 0)
        {
            Sampler<T> sampler = new(truePositiveRates, ranked.Positives.Length, ranked.Negatives.Length);
            ranked.Walk(ref sampler);
        }
    }

    // From everything selected, at (1, 1), down to nothing.
    private ref struct Sampler<T> : IScoreVisitor<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly Span<double> _rates;
        private readonly long _positives;
        private readonly long _negatives;
        private long _above;
        private long _aboveNegatives;
        private int _next;

        public Sampler(Span<double> rates, int positives, int negatives)
        {
            _rates = rates;
            (_positives, _negatives, _above, _aboveNegatives) = (positives, negatives, positives, negatives);
            rates[^1] = 1;
            _next = rates.Length - 2;
        }

        public void Visit(T score, int positives, int negatives)
        {
            _above -= positives;
            _aboveNegatives -= negatives;
            long steps = _rates.Length - 1;
            for (; _next >= 0 && _next * _negatives >= _aboveNegatives * steps; _next--)
            {
                // Where rates are still to be read the line is not upright.
                double share = ((double)_next * _negatives / steps - _aboveNegatives) / negatives;
                _rates[_next] = (_above + positives * share) / _positives;
            }
        }
    }
}
