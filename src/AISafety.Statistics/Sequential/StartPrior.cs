using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How probable it is held that a change begins at each value, if it ever does: what a lifetime guarantee divides its one unit of wealth by.</summary>
/// <remarks>Half lies on the first value; of the rest, 1 / ((j + 1)(j + 2)) lies evenly on the values 2^j to 2^(j + 1) - 1, which adds up to 1 over all j. Value t has about 1 / (2 t log2(t)^2).</remarks>
internal static class StartPrior
{
    /// <summary>The share of value t, counted from 1.</summary>
    public static double At(long t)
    {
        int j = BitOperations.Log2((ulong)t);
        double share = 0.5 / ((j + 1.0) * (j + 2.0) * (1L << j));
        return t == 1 ? 0.5 + share : share;
    }

    /// <summary>The share of all values after t: what has not been bet yet. 1 for t = 0.</summary>
    public static double After(long t)
    {
        if (t == 0)
        {
            return 1;
        }

        int j = BitOperations.Log2((ulong)t);
        double laterBlocks = 0.5 / (j + 2.0);
        double inBlock = 0.5 / ((j + 1.0) * (j + 2.0)) * ((2.0 * (1L << j)) - 1 - t) / (1L << j);
        return laterBlocks + inBlock;
    }
}
