using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A table row by row as methods of several columns take it: rows in which nothing is missing, as doubles.</summary>
internal static class CompleteRows
{
    /// <summary>Copies the rows without NaN.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="name">The table's parameter name.</param>
    /// <param name="missing">How many rows have a NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, or a value is infinite.</exception>
    public static double[] Of<T>(ReadOnlySpan<T> rows, int columns, string name, out int missing)
        where T : struct, IFloatingPointIeee754<T>
    {
        double[] complete = new double[rows.Length];
        int kept = Copy(rows, columns, name, complete);
        missing = (rows.Length - kept) / columns;
        return kept == rows.Length ? complete : complete[..kept];
    }

    /// <summary>Copies the rows without NaN.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="name">The table's parameter name.</param>
    /// <param name="target">Takes the rows; at least as long as the table.</param>
    /// <returns>How many values were kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, or a value is infinite.</exception>
    public static int Copy<T>(ReadOnlySpan<T> rows, int columns, string name, Span<double> target)
        where T : struct, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rows.Length % columns != 0)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected a multiple of {columns}, row by row.", name);
        }

        int kept = 0;
        for (int start = 0; start < rows.Length; start += columns)
        {
            bool whole = true;
            for (int i = 0; i < columns; i++)
            {
                T value = rows[start + i];
                if (T.IsInfinity(value))
                {
                    throw new ArgumentException($"Row {start / columns} holds an infinity; expected finite values, or NaN where one is missing.", name);
                }

                whole &= !T.IsNaN(value);
                target[kept + i] = double.CreateTruncating(value);
            }

            kept += whole ? columns : 0;
        }

        return kept;
    }

    /// <summary>Checks that a row has as many values as there are columns.</summary>
    /// <exception cref="ArgumentException">It has another number.</exception>
    public static void RequireLength(int length, int columns, string name)
    {
        if (length != columns)
        {
            throw new ArgumentException($"There are {length} values; expected {columns}, one for each column.", name);
        }
    }
}
