using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Puts the value of a rank where it belongs: quickselect by Hoare's partition around the median of three.</summary>
/// <remarks>Linear on average. A range that does not shrink as it should is sorted, so that the worst case is n log n. Hoare's partition
/// stops at equal values, which keeps halves even when all values are equal.</remarks>
internal static class Selection
{
    private const int SmallRange = 16;

    /// <summary>Reorders <paramref name="values"/> so that nothing before <paramref name="rank"/> is greater and nothing after it less.</summary>
    /// <param name="values">Without NaN.</param>
    /// <param name="rank">Counted from 0.</param>
    public static T Select<T>(Span<T> values, int rank)
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
                return values[rank];
            }
        }

        values[low..(high + 1)].Sort();
        return values[rank];
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
