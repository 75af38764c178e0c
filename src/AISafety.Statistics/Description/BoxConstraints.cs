using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Box constraints: a lower and an upper bound for each number of a row.</summary>
public static class BoxConstraints
{
    /// <summary>Whether each number lies within its bounds: lower[i] ≤ values[i] ≤ upper[i], bounds included.</summary>
    /// <param name="values">The row. Empty: true.</param>
    /// <param name="lower">The least allowed values, one a number.</param>
    /// <param name="upper">The greatest allowed values, one a number.</param>
    /// <param name="whenMissing">What a NaN in the row is judged as, one a number: NaN refuses it, a value within the bounds accepts it.</param>
    /// <remarks>
    /// <para>NaN: a NaN in <paramref name="values"/> is judged as <paramref name="whenMissing"/> says. A NaN bound allows nothing.</para>
    /// <para>Exact: the comparisons are IEEE 754's, so that -0 equals 0, subnormal numbers count as what they are, and infinity is
    /// within an infinite bound.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static bool Hold(
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> lower,
        ReadOnlySpan<float> upper,
        ReadOnlySpan<float> whenMissing)
    {
        int length = values.Length;
        if (lower.Length != length || upper.Length != length || whenMissing.Length != length)
        {
            throw new ArgumentException(
                $"The row has {length} numbers, with {lower.Length} lower and {upper.Length} upper bounds and {whenMissing.Length} values for missing ones; expected as many of each.",
                nameof(values));
        }

        int width = Vector<float>.Count;
        if (length < width)
        {
            return HoldOneByOne(values, lower, upper, whenMissing);
        }

        int last = length - width;
        for (int i = 0; i < last; i += width)
        {
            if (!HoldAt(i, values, lower, upper, whenMissing))
            {
                return false;
            }
        }

        // The last block overlaps the one before it: judging a number twice changes nothing.
        return HoldAt(last, values, lower, upper, whenMissing);
    }

    private static bool HoldAt(
        int start,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> lower,
        ReadOnlySpan<float> upper,
        ReadOnlySpan<float> whenMissing)
    {
        Vector<float> value = new(values[start..]);
        value = Vector.ConditionalSelect(Vector.Equals(value, value), value, new Vector<float>(whenMissing[start..]));
        Vector<int> within = Vector.GreaterThanOrEqual(value, new Vector<float>(lower[start..]))
            & Vector.LessThanOrEqual(value, new Vector<float>(upper[start..]));
        return Vector.EqualsAll(within, Vector<int>.AllBitsSet);
    }

    private static bool HoldOneByOne(
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> lower,
        ReadOnlySpan<float> upper,
        ReadOnlySpan<float> whenMissing)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float value = float.IsNaN(values[i]) ? whenMissing[i] : values[i];
            if (!(value >= lower[i] && value <= upper[i]))
            {
                return false;
            }
        }

        return true;
    }
}
