using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The robust z-score: how far a value lies from a centre, in units of a robust scale. z = |x - centre| / scale.</summary>
/// <remarks>
/// <para>Scales are given as their inverse (<see cref="InverseScale{T}"/>), so that a row is judged by products. An inverse of +infinity is
/// a scale of zero, a constant: the constant itself scores 0, every other value +infinity.</para>
/// <para>NaN, in a value or a centre, means that there is nothing to judge at that place. An infinite value scores +infinity. Results are
/// the same bits on every machine.</para>
/// <para>Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC 1993. Centre and scale: <see cref="Median"/>,
/// <see cref="RobustScale"/>.</para>
/// </remarks>
public static class RobustZ
{
    /// <summary>The score of one value: 0 or more, +infinity included; NaN if the value or the centre is NaN.</summary>
    /// <param name="value">The value.</param>
    /// <param name="center">The centre; finite.</param>
    /// <param name="inverseScale">The inverse of the scale; more than zero, +infinity for a constant.</param>
    public static T Of<T>(T value, T center, T inverseScale)
        where T : struct, IFloatingPointIeee754<T>
    {
        T distance = T.Abs(value - center);
        return distance == T.Zero ? T.Zero : distance * inverseScale;
    }

    /// <summary>The greatest score of a row; NaN if there is nothing to judge, as in an empty row.</summary>
    /// <param name="values">The row.</param>
    /// <param name="centers">Each place's centre; finite, or NaN to pass the place over.</param>
    /// <param name="inverseScales">The inverse of each place's scale; more than zero, +infinity for a constant.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static T Max<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> inverseScales)
        where T : struct, IFloatingPointIeee754<T>
    {
        RequireSameLength(values.Length, centers.Length, inverseScales.Length);
        T max = RobustZKernel.Max(values, centers, inverseScales);
        return max < T.Zero ? T.NaN : max;
    }

    /// <summary>The place of the greatest score of a row, the first of equals; -1 if there is nothing to judge.</summary>
    /// <inheritdoc cref="Max{T}"/>
    public static int IndexOfMax<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> inverseScales)
        where T : struct, IFloatingPointIeee754<T>
    {
        RequireSameLength(values.Length, centers.Length, inverseScales.Length);
        int index = -1;
        T max = T.NegativeOne;
        for (int i = 0; i < values.Length; i++)
        {
            T z = Of(values[i], centers[i], inverseScales[i]);
            if (z > max)
            {
                max = z;
                index = i;
            }
        }

        return index;
    }

    /// <summary>The inverse of a scale, as <see cref="Max{T}"/> takes it: +infinity for zero, NaN for NaN (no
    /// value had been there, and the centre is NaN too), otherwise finite and more than zero.</summary>
    /// <param name="scale">Zero or more. An inverse that <typeparamref name="T"/> cannot hold becomes its greatest or its least positive number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is negative.</exception>
    public static T InverseScale<T>(double scale)
        where T : struct, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        if (double.IsNaN(scale))
        {
            return T.NaN;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        return scale == 0 ? T.PositiveInfinity : T.Clamp(T.CreateTruncating(1 / scale), T.Epsilon, T.MaxValue);
    }

    private static void RequireSameLength(int values, int centers, int inverseScales)
    {
        if (values != centers || values != inverseScales)
        {
            throw new ArgumentException($"There are {values} values, {centers} centres and {inverseScales} inverse scales; expected as many of each.", nameof(values));
        }
    }
}
