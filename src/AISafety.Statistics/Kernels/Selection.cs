using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Puts the values of given ranks where they belong, without sorting the rest.</summary>
/// <remarks>Linear on average for one rank. By <see cref="VectorSelection"/>; where there are no such vectors by Hoare's partition around the median of three, which
/// stops at equal values and so keeps halves even when all are equal. A range that does not shrink as it should is sorted, so that the
/// worst case is n log n.</remarks>
internal static class Selection
{
    private const int SmallRange = 16;
    private const int MostRanksOneByOne = 4;

    /// <summary>Reorders <paramref name="values"/> so that nothing before <paramref name="rank"/> is greater and nothing after it less.</summary>
    /// <param name="values">Without NaN.</param>
    /// <param name="rank">Counted from 0.</param>
    /// <returns>The value of that rank.</returns>
    public static T Select<T>(Span<T> values, int rank)
        where T : struct, IFloatingPointIeee754<T>
    {
        Place(values, [rank]);
        return values[rank];
    }

    /// <summary>Reorders <paramref name="values"/> so that, for each rank, nothing before it is greater and nothing after it less.</summary>
    /// <param name="values">Without NaN.</param>
    /// <param name="ranks">Counted from 0, ascending; the same may come again.</param>
    public static void Place<T>(Span<T> values, ReadOnlySpan<int> ranks)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (VectorQuickSort.IsSupported<T>())
        {
            VectorSelection.Place(values, ranks);
        }
        else if (ranks.Length > MostRanksOneByOne)
        {
            values.Sort();
        }
        else
        {
            int from = 0;
            foreach (int rank in ranks)
            {
                One(values[from..], rank - from);
                from = rank;
            }
        }
    }

    private static void One<T>(Span<T> values, int rank)
        where T : struct, IFloatingPointIeee754<T>
    {
        int low = 0;
        int high = values.Length - 1;
        int budget = 2 * BitOperations.Log2((uint)values.Length | 1);
        while (high - low > SmallRange && budget-- > 0)
        {
            T pivot = MiddleOf(values[low], values[low + ((high - low) >> 1)], values[high]);
            (int left, int right) = Partition(values, low, high, pivot);
            if (rank <= right)
            {
                high = right;
            }
            else if (rank >= left)
            {
                low = left;
            }
            else
            {
                return;
            }
        }

        values[low..(high + 1)].Sort();
    }

    private static (int Left, int Right) Partition<T>(Span<T> values, int left, int right, T pivot)
        where T : struct, IFloatingPointIeee754<T>
    {
        while (left <= right)
        {
            while (values[left] < pivot)
            {
                left++;
            }

            while (values[right] > pivot)
            {
                right--;
            }

            if (left <= right)
            {
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }
        }

        return (left, right);
    }

    private static T MiddleOf<T>(T a, T b, T c)
        where T : struct, IFloatingPointIeee754<T> =>
        a < b
            ? b < c ? b : a < c ? c : a
            : a < c ? a : b < c ? c : b;
}
