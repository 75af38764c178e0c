using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>A reference sample cut into a few dozen cells by its ranks, so that the cell of a further value has a known probability whatever the distribution.</summary>
/// <remarks>
/// <para>m values in order leave m + 1 gaps. If a further value is exchangeable with them, it falls into each gap with probability 1 / (m + 1), and, t values later, into gap g with probability
/// (1 + those that fell into it) / (m + 1 + t): a Polya urn, whatever the distribution and although the sample is only a sample. That is the law of ranks among the reference <i>and</i> all earlier values. A cell is a run of
/// gaps between fixed ranks; the urn's law adds up over it.</para>
/// <para>Equal values are put in random order: each has a second coordinate, uniform on 0 to 1, that decides between equals. Cells must not be chosen by value, or the law would not hold: their ranks
/// depend on m alone. NaN counts as less than every number: a missing value is a value here, and ties with -infinity are broken at random.</para>
/// </remarks>
internal sealed class RankCells
{
    private readonly float[] _edges;
    private readonly double[] _order;

    private RankCells(float[] edges, double[] order) => (_edges, _order) = (edges, order);

    /// <summary>How many cells there are: one more than edges.</summary>
    public int Count => _edges.Length + 1;

    /// <summary>The values at the edges, ascending, equal ones included.</summary>
    public ReadOnlySpan<float> Edges => _edges;

    /// <param name="reference">The sample, in any order.</param>
    /// <param name="ranks">Ascending, 1 to m: the edges are the values of these ranks.</param>
    /// <param name="random">Puts equal values in order.</param>
    public static RankCells Of(ReadOnlySpan<float> reference, ReadOnlySpan<int> ranks, Random random)
    {
        float[] ascending = new float[reference.Length];
        for (int i = 0; i < ascending.Length; i++)
        {
            ascending[i] = Key(reference[i]);
        }

        NumberSort.Ascending<float>(ascending);
        float[] edges = new float[ranks.Length];
        double[] order = new double[ranks.Length];
        int first = 0;
        int end = 0;
        double[] places = [];
        for (int i = 0; i < ranks.Length; i++)
        {
            int place = ranks[i] - 1;
            edges[i] = ascending[place];
            if (place >= end)
            {
                (first, end) = Run(ascending, place);
                places = Places(end - first, random);
            }

            order[i] = places[place - first];
        }

        return new(edges, order);
    }

    /// <summary>What orders a value: itself, but -infinity if it is missing.</summary>
    public static float Key(float value) => float.IsNaN(value) ? float.NegativeInfinity : value;

    /// <summary>The cell of a value of which <paramref name="atOrAbove"/> edges are not greater.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Settle(float key, int atOrAbove, Random random) =>
        atOrAbove == 0 || _edges[atOrAbove - 1] != key ? atOrAbove : SettleEqual(key, atOrAbove, random);

    private int SettleEqual(float key, int atOrAbove, Random random)
    {
        // Among the edges that are equal to it, by the second coordinate.
        double place = random.NextDouble();
        while (atOrAbove > 0 && _edges[atOrAbove - 1] == key && place < _order[atOrAbove - 1])
        {
            atOrAbove--;
        }

        return atOrAbove;
    }

    private static (int First, int End) Run(float[] ascending, int place)
    {
        int first = place;
        int end = place + 1;
        while (first > 0 && ascending[first - 1] == ascending[place])
        {
            first--;
        }

        while (end < ascending.Length && ascending[end] == ascending[place])
        {
            end++;
        }

        return (first, end);
    }

    private static double[] Places(int count, Random random)
    {
        double[] places = new double[count];
        if (count > 1)
        {
            for (int i = 0; i < count; i++)
            {
                places[i] = random.NextDouble();
            }

            Array.Sort(places);
            return places;
        }

        places[0] = random.NextDouble();
        return places;
    }
}
