using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>What a cell adds to a statistic of independence.</summary>
internal interface ICellMeasure
{
    double Of(double observed, double expected);
}

/// <summary>The loop of the tests of independence.</summary>
internal static class ContingencyTable
{
    /// <summary>Adds up a table of <paramref name="rows"/> rows, one after the other.</summary>
    public static ContingencyResult Compute<T, TMeasure>(ReadOnlySpan<T> counts, int rows, TMeasure measure)
        where T : unmanaged, INumber<T>
        where TMeasure : struct, ICellMeasure
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (counts.Length == 0 || counts.Length % rows != 0)
        {
            throw new ArgumentException($"There are {counts.Length} counts for {rows} rows; expected as many in each row, at least one.", nameof(counts));
        }

        double total = Proportions.Total(counts, nameof(counts));
        int columns = counts.Length / rows;
        double[] rented = ArrayPool<double>.Shared.Rent(rows + columns);
        Span<double> rowSums = rented.AsSpan(0, rows);
        Span<double> columnSums = rented.AsSpan(rows, columns);
        rented.AsSpan(0, rows + columns).Clear();
        for (int i = 0; i < counts.Length; i++)
        {
            double count = double.CreateChecked(counts[i]);
            rowSums[i / columns] += count;
            columnSums[i % columns] += count;
        }

        double statistic = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double expected = rowSums[i / columns] * (columnSums[i % columns] / total);
            if (expected > 0)
            {
                statistic += measure.Of(double.CreateChecked(counts[i]), expected);
            }
        }

        int usedRows = rows - rowSums.Count(0);
        int usedColumns = columns - columnSums.Count(0);
        ArrayPool<double>.Shared.Return(rented);
        return Result(Math.Max(0, statistic), usedRows - 1, usedColumns - 1, total);
    }

    private static ContingencyResult Result(double statistic, int rows, int columns, double total) =>
        rows * columns == 0
            ? new(0, 1, 0, 0, total)
            : new(statistic, ChiSquareTail.Of(statistic, rows * columns), rows * columns, Math.Min(1, Math.Sqrt(statistic / total / Math.Min(rows, columns))), total);

    /// <summary>Two rows as one table.</summary>
    public static ContingencyResult ComputeTwoRows<T, TMeasure>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, TMeasure measure)
        where T : unmanaged, INumber<T>
        where TMeasure : struct, ICellMeasure
    {
        if (reference.Length != current.Length)
        {
            throw new ArgumentException($"There are {current.Length} categories for {reference.Length} of the reference; expected as many.", nameof(current));
        }

        T[] table = ArrayPool<T>.Shared.Rent(2 * reference.Length);
        reference.CopyTo(table);
        current.CopyTo(table.AsSpan(reference.Length));
        try
        {
            return Compute<T, TMeasure>(table.AsSpan(0, 2 * reference.Length), 2, measure);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(table);
        }
    }
}
