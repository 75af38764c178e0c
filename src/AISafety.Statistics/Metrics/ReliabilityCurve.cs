using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The reliability curve: rows put into bins by their probability, and for each bin how often they came true.</summary>
/// <remarks>
/// <para>Equal width: of K bins, bin k holds k/K &lt;= p &lt; (k + 1)/K; p = 1 belongs to the last. The edges are those quotients in double,
/// compared exactly. One pass, no sorting, no allocation.</para>
/// <para>Equal mass: of n rows in ascending order of p, the row of rank r (from 0) belongs to bin floor(r K / n). Rows of equal p stay
/// together, in the bin of the first; so bins may be empty, and the order of the rows does not matter. n log n, with a rented buffer.</para>
/// </remarks>
public static class ReliabilityCurve
{
    /// <summary>Fills bins of equal width.</summary>
    /// <param name="scores">p, the probability of label 1, from 0 to 1. NaN means missing: the row is passed over and counted.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="bins">Gets the bins in ascending order; 1 or more.</param>
    /// <returns>How many rows had no score.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a score is below 0 or above 1, a label is neither 0 nor 1, or there is no bin.</exception>
    public static int EqualWidth<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<ReliabilityBin> bins)
        where T : struct, IFloatingPointIeee754<T>
    {
        Require(scores.Length, labels, bins);
        int missing = ReliabilityKernel.Count(scores, labels, bins);
        return missing < 0 ? throw OutOfRange(nameof(scores)) : missing;
    }

    /// <summary>Fills bins of equal mass.</summary>
    /// <inheritdoc cref="EqualWidth{T}"/>
    public static int EqualMass<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<ReliabilityBin> bins)
        where T : struct, IFloatingPointIeee754<T>
    {
        Require(scores.Length, labels, bins);
        using RankedScores<T> ranked = new(scores, labels);
        if (IsOutside(ranked.Positives) || IsOutside(ranked.Negatives))
        {
            throw OutOfRange(nameof(scores));
        }

        bins.Clear();
        Filler<T> filler = new(bins, ranked.Positives.Length + ranked.Negatives.Length);
        ranked.Walk(ref filler);
        return ranked.Missing;
    }

    private static void Require(int scores, ReadOnlySpan<byte> labels, Span<ReliabilityBin> bins)
    {
        BinaryLabels.RequireSameLength(scores, labels.Length, nameof(scores));
        BinaryLabels.Require(labels, nameof(labels));
        if (bins.IsEmpty)
        {
            throw new ArgumentException("There is no bin; expected at least one.", nameof(bins));
        }
    }

    private static bool IsOutside<T>(ReadOnlySpan<T> ascending)
        where T : struct, IFloatingPointIeee754<T> =>
        ascending.Length > 0 && (ascending[0] < T.Zero || ascending[^1] > T.One);

    private static ArgumentException OutOfRange(string name) => new("A score is below 0 or above 1; expected probabilities.", name);

    private ref struct Filler<T>(Span<ReliabilityBin> bins, int count) : IScoreVisitor<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly Span<ReliabilityBin> _bins = bins;
        private long _rank;

        public void Visit(T score, int positives, int negatives)
        {
            int tied = positives + negatives;
            ref ReliabilityBin bin = ref _bins[(int)(_rank * _bins.Length / count)];
            bin = new(bin.Count + tied, bin.Positives + positives, bin.ScoreSum + tied * double.CreateTruncating(score));
            _rank += tied;
        }
    }
}
