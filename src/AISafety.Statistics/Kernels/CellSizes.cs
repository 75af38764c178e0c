using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sorted reference's cells as samples of different lengths need them, made on first use: for each doubling of the length once.</summary>
/// <remarks>Chance alone makes a distance of about 0.87 sqrt(1/m + 1/n). The more of the reference lies in a cell beside that, the more values lie in cells where a greater distance can hide, and are looked at one by one;
/// but every cell costs time, too. The number of cells is the power of two at which both together cost least. So much of either tail as does not matter beside chance shares a cell, lest it coarsen the others.</remarks>
/// <typeparam name="T">float or double; of other types there are no cells.</typeparam>
internal sealed class CellSizes<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int LeastBits = 6;
    private const int MostBits = 13;
    private const double ChanceScale = 0.87;
    private const double TailShare = 0.2;

    // What a value costs that is looked at, as many times as a cell. Chosen, as the two above, by trying a few on windows of 100 to 10,000 values.
    private const double ValueCost = 6;

    private readonly T[] _ascending;
    private readonly Lazy<ReferenceCells<T>?>[] _byDoubling;

    /// <param name="ascending">The reference; kept, not copied.</param>
    public CellSizes(T[] ascending)
    {
        _ascending = ascending;
        _byDoubling = [.. Enumerable.Range(0, 31).Select(doubling => new Lazy<ReferenceCells<T>?>(() => Best(1.4 * (1L << doubling))))];
    }

    /// <summary>The cells for samples of a length; null if there are none for this reference.</summary>
    /// <param name="count">How many values the sample has; 1 or more.</param>
    public ReferenceCells<T>? For(int count) => _byDoubling[BitOperations.Log2((uint)count)].Value;

    private ReferenceCells<T>? Best(double n)
    {
        double chance = ChanceScale * Math.Sqrt((1.0 / _ascending.Length) + (1 / n));
        ReferenceCells<T>? best = null;
        double least = double.PositiveInfinity;
        for (int bits = LeastBits; bits <= MostBits; bits++)
        {
            // Once the cells alone cost more, no more of them can cost less.
            if ((1 << bits) < least && ReferenceCells<T>.TryCreate(_ascending, 1 << bits, Math.Min(0.01, TailShare * chance)) is { } cells)
            {
                double cost = (1 << bits) + (ValueCost * n * Math.Min(1, cells.MeanShare() / chance));
                (best, least) = cost < least ? (cells, cost) : (best, least);
            }
        }

        return best;
    }
}
