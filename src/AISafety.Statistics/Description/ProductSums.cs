using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Of a table's complete rows: means, the sums of products of columns about them, and the sum of fourth powers of the rows' lengths.</summary>
/// <remarks>The table is read once for the means, once more for deviations if they are asked for, and once for products; it is never copied as a whole.</remarks>
internal sealed class ProductSums
{
    private const int RowsAtOnce = 256;

    private ProductSums(int columns)
    {
        Mean = new double[columns];
        Products = new double[columns * columns];
        Deviations = new double[columns];
        Array.Fill(Deviations, 1);
    }

    public double[] Mean { get; }

    /// <summary>Row by row; symmetric. Of columns divided by their deviations.</summary>
    public double[] Products { get; }

    /// <summary>What each column is divided by: 1, or its standard deviation with n, where that is not 0.</summary>
    public double[] Deviations { get; }

    public double FourthPowers { get; private set; }

    public int Count { get; private set; }

    public int Missing { get; private set; }

    /// <exception cref="ArgumentException">The table is not as it must be, or fewer than two rows are complete.</exception>
    public static ProductSums Of<T>(ReadOnlySpan<T> rows, int columns, bool standardize)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireTable(rows.Length, columns, nameof(rows));
        ProductSums sums = new(columns);
        double[] rented = ArrayPool<double>.Shared.Rent(Math.Min(rows.Length, RowsAtOnce * columns));
        try
        {
            sums.AddMeans(rows, rented);
            if (standardize)
            {
                sums.AddDeviations(rows, rented);
            }

            sums.AddProducts(rows, rented);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }

        return sums;
    }

    private void AddMeans<T>(ReadOnlySpan<T> rows, double[] rented)
        where T : struct, IFloatingPointIeee754<T>
    {
        int columns = Mean.Length;
        for (int start = 0; start < rows.Length; start += RowsAtOnce * columns)
        {
            Span<double> block = Block(rows, start, columns, rented);
            Count += block.Length / columns;
            for (int at = 0; at < block.Length; at += columns)
            {
                TensorPrimitives.Add(Mean, block.Slice(at, columns), Mean);
            }
        }

        Missing = rows.Length / columns - Count;
        if (Count < 2)
        {
            throw new ArgumentException($"There are {Count} complete rows; expected at least two.", nameof(rows));
        }

        TensorPrimitives.Divide(Mean, (double)Count, Mean);
    }

    private void AddDeviations<T>(ReadOnlySpan<T> rows, double[] rented)
        where T : struct, IFloatingPointIeee754<T>
    {
        int columns = Mean.Length;
        double[] squares = new double[columns];
        for (int start = 0; start < rows.Length; start += RowsAtOnce * columns)
        {
            Span<double> block = Block(rows, start, columns, rented);
            for (int at = 0; at < block.Length; at += columns)
            {
                Span<double> x = block.Slice(at, columns);
                TensorPrimitives.Subtract(x, Mean, x);
                TensorPrimitives.MultiplyAdd(x, x, squares, squares);
            }
        }

        for (int i = 0; i < columns; i++)
        {
            double deviation = Math.Sqrt(squares[i] / Count);
            Deviations[i] = deviation > 0 ? deviation : 1;
        }
    }

    private void AddProducts<T>(ReadOnlySpan<T> rows, double[] rented)
        where T : struct, IFloatingPointIeee754<T>
    {
        // The columns are what panels call rows, and a row is a coordinate of theirs.
        int columns = Mean.Length;
        double[] nothing = new double[columns];
        double[] factors = Array.ConvertAll(Deviations, deviation => 1 / deviation);
        using RowPanels panels = RowPanels.Room(columns, RowsAtOnce);
        using AlignedScratch tile = AlignedScratch.Rent(RowPanels.Width * RowPanels.Width);
        for (int start = 0; start < rows.Length; start += RowsAtOnce * columns)
        {
            Span<double> block = Block(rows, start, columns, rented);
            int coordinate = 0;
            for (int at = 0; at < block.Length; at += columns)
            {
                Span<double> x = block.Slice(at, columns);
                TensorPrimitives.Subtract(x, Mean, x);
                TensorPrimitives.Multiply(x, factors, x);
                double squares = TensorPrimitives.SumOfSquares<double>(x);
                FourthPowers += squares * squares;
                panels.PutCoordinate(coordinate++, x);
            }

            // In the place of what a longer block has left.
            while (coordinate < RowsAtOnce)
            {
                panels.PutCoordinate(coordinate++, nothing);
            }

            AddProducts(panels, tile.Values);
        }

        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Products[i * columns + j] = Products[j * columns + i];
            }
        }
    }

    // The upper triangle, by tiles.
    private void AddProducts(in RowPanels block, Span<double> tile)
    {
        int width = RowPanels.Width;
        int columns = block.Count;
        for (int upper = 0; upper < block.Panels; upper++)
        {
            for (int panel = upper; panel < block.Panels; panel++)
            {
                block.Products(panel, block, upper, tile);
                int lanes = Math.Min(width, columns - panel * width);
                for (int row = 0; row < width && upper * width + row < columns; row++)
                {
                    Span<double> sums = Products.AsSpan((upper * width + row) * columns + panel * width, lanes);
                    TensorPrimitives.Add(sums, tile.Slice(row * width, lanes), sums);
                }
            }
        }
    }

    private static Span<double> Block<T>(ReadOnlySpan<T> rows, int start, int columns, double[] rented)
        where T : struct, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> part = rows.Slice(start, Math.Min(RowsAtOnce * columns, rows.Length - start));
        return rented.AsSpan(0, CompleteRows.Copy(part, columns, nameof(rows), rented, start / columns));
    }
}
