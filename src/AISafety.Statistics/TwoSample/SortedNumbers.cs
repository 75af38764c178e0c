using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A reference sample as it is kept: without what is missing, ascending.</summary>
internal static class SortedNumbers
{
    /// <summary>The numbers among the values, ascending.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static T[] Of<T>(ReadOnlySpan<T> values, string name)
        where T : struct, IFloatingPointIeee754<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(values.Length);
        T[] numbers = Present.Copy(values, scratch).ToArray();
        ArrayPool<T>.Shared.Return(scratch);
        if (numbers.Length == 0)
        {
            throw new ArgumentException("The reference has no number; expected at least one.", name);
        }

        NumberSort.Ascending<T>(numbers);
        return numbers;
    }
}
