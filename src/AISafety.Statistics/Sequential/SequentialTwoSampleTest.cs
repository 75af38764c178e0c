using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Tests, valid at any time, that two streams have one distribution, by betting on their pairs.</summary>
/// <remarks>
/// <para>At each of K edges e a pair (x, y) counts if just one of its numbers is below e. If the streams have one distribution, each of the two is as likely to be that one, whatever came before. A gambler at each
/// edge bets on it by what he has seen: his wealth of 1 is multiplied by 2 (s + 1/2) / (s + o + 1), s and o being how often before it was the same side and the other. The e-value is the mean of the K
/// wealths: the chance that it ever reaches 1 / a is a at most (Ville), whenever and however often one looks. Averaging costs no more than a factor of K, and a difference of the distribution functions at any
/// edge is found in the end, in either direction.</para>
/// <para>Values equal to an edge are not below it; two that lie between the same edges are alike. A pair with a NaN is missing: counted, otherwise passed over. Infinities are values. No allocation; time in proportion to K.
/// Not thread-safe. Sources: S. Shekhar and A. Ramdas, Nonparametric two-sample testing by betting, IEEE Trans. Inf. Theory 2023; the bets are those of R. Krichevsky
/// and V. Trofimov, The performance of universal encoding, IEEE Trans. Inf. Theory 1981.</para>
/// </remarks>
public sealed class SequentialTwoSampleTest
{
    private readonly BinEdges<double> _edges;
    private readonly long[] _referenceBelow;
    private readonly long[] _currentBelow;
    private readonly double[] _wealth;

    /// <summary>Makes a test.</summary>
    /// <param name="edges">Where the distributions are compared, chosen beforehand: such as twenty quantiles of older data. At least one edge.</param>
    /// <exception cref="ArgumentException">There is no edge.</exception>
    public SequentialTwoSampleTest(BinEdges<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        int count = edges.Edges.Length;
        if (count == 0)
        {
            throw new ArgumentException("There is no edge; expected at least one.", nameof(edges));
        }

        _edges = edges;
        _referenceBelow = new long[count];
        _currentBelow = new long[count];
        _wealth = new double[count];
        _wealth.AsSpan().Fill(1);
    }

    /// <summary>How many pairs there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many pairs had a NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The e-value of "both streams have one distribution": 1 / a or more is evidence at level a. Once infinite, it stays so.</summary>
    public double EValue { get; private set; } = 1;

    /// <summary>The p-value, valid at any time: 1 over the greatest e-value so far.</summary>
    public double PValue { get; private set; } = 1;

    /// <summary>Takes the next pair.</summary>
    /// <param name="reference">The next value of one stream; NaN if it is missing.</param>
    /// <param name="current">The next value of the other; NaN if it is missing.</param>
    /// <returns>The e-value.</returns>
    public double Update(double reference, double current)
    {
        if (double.IsNaN(reference) || double.IsNaN(current))
        {
            MissingCount++;
            return EValue;
        }

        Count++;
        int first = _edges.BinOf(reference);
        int second = _edges.BinOf(current);
        if (first == second)
        {
            return EValue;
        }

        // Of the edges between them the lesser value is below all, the greater below none.
        (long[] same, long[] other) = first < second ? (_referenceBelow, _currentBelow) : (_currentBelow, _referenceBelow);
        for (int k = Math.Min(first, second); k < Math.Max(first, second); k++)
        {
            _wealth[k] *= (2 * same[k] + 1.0) / (same[k] + other[k] + 1.0);
            same[k]++;
        }

        EValue = TensorPrimitives.Sum<double>(_wealth) / _wealth.Length;
        PValue = Math.Min(PValue, 1 / EValue);
        return EValue;
    }

    /// <summary>Forgets all pairs.</summary>
    public void Reset()
    {
        _referenceBelow.AsSpan().Clear();
        _currentBelow.AsSpan().Clear();
        _wealth.AsSpan().Fill(1);
        EValue = 1;
        PValue = 1;
        Count = 0;
        MissingCount = 0;
    }
}
