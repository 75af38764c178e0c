using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>A table row by row as methods of several columns take it: rows in which nothing is missing, as doubles.</summary>
internal static class CompleteRows
{
    // So many values stay in the nearest cache while they are looked at.
    private const int ValuesAtOnce = 1024;

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
    /// <param name="firstRow">Which row of the whole table the first one is, for messages.</param>
    /// <returns>How many values were kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, or a value is infinite.</exception>
    public static int Copy<T>(ReadOnlySpan<T> rows, int columns, string name, Span<double> target, int firstRow = 0)
        where T : struct, IFloatingPointIeee754<T>
    {
        RequireTable(rows.Length, columns, name);
        int size = Math.Max(1, ValuesAtOnce / columns) * columns;
        int kept = 0;
        for (int start = 0; start < rows.Length; start += size)
        {
            ReadOnlySpan<T> part = rows.Slice(start, Math.Min(size, rows.Length - start));
            Span<double> copy = target.Slice(kept, part.Length);
            TensorPrimitives.ConvertTruncating(part, copy);

            // A sum of finite numbers may overflow; then each is looked at.
            kept += double.IsFinite(TensorPrimitives.Sum<double>(copy)) ? part.Length : CopyWhole(part, columns, name, copy, firstRow + start / columns);
        }

        return kept;
    }

    /// <summary>The numbers of the rows without NaN.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="name">The table's parameter name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, or a value is infinite.</exception>
    public static int[] Places<T>(ReadOnlySpan<T> rows, int columns, string name)
        where T : struct, IFloatingPointIeee754<T>
    {
        RequireTable(rows.Length, columns, name);
        int[] places = new int[rows.Length / columns];
        int size = Math.Max(1, ValuesAtOnce / columns);
        int kept = 0;
        for (int first = 0; first < places.Length; first += size)
        {
            int count = Math.Min(size, places.Length - first);
            bool finite = T.IsFinite(TensorPrimitives.Sum(rows.Slice(first * columns, count * columns)));
            for (int row = first; row < first + count; row++)
            {
                places[kept] = row;
                kept += finite || IsWhole(rows.Slice(row * columns, columns), name, row) ? 1 : 0;
            }
        }

        return kept == places.Length ? places : places[..kept];
    }

    /// <summary>Checks a table's shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of the columns.</exception>
    public static void RequireTable(int length, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (length % columns != 0)
        {
            throw new ArgumentException($"There are {length} values; expected a multiple of {columns}, row by row.", name);
        }
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

    private static int CopyWhole<T>(ReadOnlySpan<T> rows, int columns, string name, Span<double> target, int firstRow)
        where T : struct, IFloatingPointIeee754<T>
    {
        int kept = 0;
        for (int start = 0; start < rows.Length; start += columns)
        {
            ReadOnlySpan<T> row = rows.Slice(start, columns);
            if (IsWhole(row, name, firstRow + start / columns))
            {
                TensorPrimitives.ConvertTruncating(row, target.Slice(kept, columns));
                kept += columns;
            }
        }

        return kept;
    }

    private static bool IsWhole<T>(ReadOnlySpan<T> row, string name, int number)
        where T : struct, IFloatingPointIeee754<T>
    {
        bool whole = true;
        foreach (T value in row)
        {
            whole &= !T.IsNaN(value);
            if (T.IsInfinity(value))
            {
                throw new ArgumentException($"Row {number} holds an infinity; expected finite values, or NaN where one is missing.", name);
            }
        }

        return whole;
    }
}
