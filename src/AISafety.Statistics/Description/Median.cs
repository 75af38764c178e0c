using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The median: the middle value; of an even number, the average of the middle two.</summary>
/// <remarks>Exact, by selection: linear time on average, n log n at worst, with a rented buffer as long as the values.</remarks>
public static class Median
{
    /// <summary>The median of <paramref name="values"/>, which stay as they are.</summary>
    /// <param name="values">The values. NaN means missing and is passed over; infinities take part.</param>
    /// <returns>NaN if there is no value, and where the middle two are opposite infinities.</returns>
    public static T Of<T>(ReadOnlySpan<T> values)
        where T : struct, IFloatingPointIeee754<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(values.Length);
        T median = OfNumbers(Present.Copy(values, scratch));
        ArrayPool<T>.Shared.Return(scratch);
        return median;
    }

    /// <summary>The median of values without NaN, which are reordered.</summary>
    internal static T OfNumbers<T>(Span<T> values)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (values.IsEmpty)
        {
            return T.NaN;
        }

        (T lower, T upper) = MiddleTwo(values);
        return (values.Length & 1) == 1 ? upper : Midpoint(lower, upper);
    }

    /// <summary>The middle two of values without NaN, which are reordered; of an odd number, the middle one twice.</summary>
    internal static (T Lower, T Upper) MiddleTwo<T>(Span<T> values)
        where T : struct, IFloatingPointIeee754<T>
    {
        int middle = values.Length / 2;
        if ((values.Length & 1) == 1)
        {
            T only = Selection.Select(values, middle);
            return (only, only);
        }

        Selection.Place(values, [middle - 1, middle]);
        return (values[middle - 1], values[middle]);
    }

    // The sum is exact for tiny numbers, where halves would vanish; the halves are safe for huge ones, whose sum would overflow.
    private static T Midpoint<T>(T a, T b)
        where T : struct, IFloatingPointIeee754<T>
    {
        T half = T.One / (T.One + T.One);
        T sum = a + b;
        return T.IsFinite(sum) ? sum * half : a * half + b * half;
    }
}
