using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>What every sample of rows must be: complete rows of finite values.</summary>
internal static class FiniteRows
{
    private const int LeastCenterRows = 8;
    private const int MostCenterRows = 33;

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
        return rows >= least ? rows : throw new ArgumentException($"The number of rows is {rows}; expected at least {least}.", name);
    }

    /// <summary>What to take from every row of both samples: distances stay, and products of rows lose less to rounding.</summary>
    /// <remarks>A coordinate's median over up to 33 rows, where it is more than twice their interquartile range; else, and of fewer than 8 rows, 0. As a float, it is taken without rounding from what is near it.
    /// A mean would not do: an outlier could put it so far away that nothing would be left of the other rows' digits.</remarks>
    public static void FillCenter<T>(ReadOnlySpan<T> values, Span<double> center)
        where T : struct, INumberBase<T>
    {
        int rows = values.Length / center.Length;
        int used = Math.Min(rows, MostCenterRows);
        Span<double> column = stackalloc double[MostCenterRows];
        column = column[..used];
        for (int k = 0; k < center.Length; k++)
        {
            for (int i = 0; i < used; i++)
            {
                column[i] = double.CreateTruncating(values[(int)((long)i * rows / used) * center.Length + k]);
            }

            column.Sort();
            float middle = (float)column[used / 2];
            center[k] = used >= LeastCenterRows && float.IsFinite(middle) && Math.Abs(middle) / 2 > column[used * 3 / 4] - column[used / 4] ? middle : 0;
        }
    }
}
