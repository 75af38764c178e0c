using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>What every sample of rows must be: complete rows of finite values.</summary>
internal static class FiniteRows
{
    // Added to the largest double it changes nothing, so that taking it away cannot overflow.
    private const double LargestCenter = 1e290;

    /// <summary>Checks a sample and counts its rows.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than <paramref name="least"/>, one is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    public static int Count<T>(ReadOnlySpan<T> values, int dimension, string name, int least = 1)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.IsEmpty || values.Length % dimension != 0)
        {
            throw new ArgumentException($"There are {values.Length} values for rows of {dimension}; expected one complete row or more.", name);
        }

        if (!TensorPrimitives.IsFiniteAll(values))
        {
            throw new ArgumentException("A value is infinite or NaN; expected finite ones, for a row with a missing value has no place.", name);
        }

        int rows = values.Length / dimension;
        return rows >= least ? rows : throw new ArgumentException($"There is {rows} row; expected at least {least}.", name);
    }

    /// <summary>The mean row, to be taken from every row of both samples: distances stay, and products of rows lose less to rounding.</summary>
    public static void FillCenter<T>(ReadOnlySpan<T> values, Span<double> center)
        where T : struct, INumberBase<T>
    {
        center.Clear();
        double share = (double)center.Length / values.Length;
        for (int start = 0; start < values.Length; start += center.Length)
        {
            ReadOnlySpan<T> row = values.Slice(start, center.Length);
            for (int k = 0; k < row.Length; k++)
            {
                center[k] += double.CreateTruncating(row[k]) * share;
            }
        }

        foreach (ref double coordinate in center)
        {
            coordinate = Math.Abs(coordinate) <= LargestCenter ? coordinate : 0;
        }
    }
}
