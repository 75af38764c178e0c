using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Of a table's complete rows: means, the sums of products of columns about them, and the sum of fourth powers of the rows' lengths about them.</summary>
/// <remarks>
/// <para>The table is read once, about its first complete row, of which all sums are moved to the mean: a column that is constant has a variance of exactly 0. Where a mean turns out to lie
/// more than <see cref="MostDeviations"/> standard deviations away from that row, so that digits would be lost, it is read once more, about the means.</para>
/// <para>With y the row about the centre, q its squared length and m the mean of y, the sum of |y - m|^4 is that of q^2 + 4 (m y)^2 + |m|^4 - 4 q (m y) + 2 |m|^2 q - 4 |m|^2 (m y): all of these are
/// products of columns, if q and a 1 are two more of them.</para>
/// </remarks>
internal sealed class ProductSums
{
    private const int RowsAtOnce = 128;
    private const double MostDeviations = 4;

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
        sums.CenterAtFirst(rows);
        bool moved = sums.Add(rows);
        if (standardize)
        {
            for (int i = 0; i < columns; i++)
            {
                double deviation = Math.Sqrt(sums.Products[i * columns + i] / sums.Count);
                sums.Deviations[i] = deviation > 0 ? deviation : 1;
            }
        }

        if (moved || standardize)
        {
            sums.Add(rows);
        }

        return sums;
    }

    private void CenterAtFirst<T>(ReadOnlySpan<T> rows)
        where T : struct, IFloatingPointIeee754<T>
    {
        int columns = Mean.Length;
        for (int start = 0; start < rows.Length; start += columns)
        {
            TensorPrimitives.ConvertTruncating(rows.Slice(start, columns), Mean);
            if (double.IsFinite(TensorPrimitives.Sum<double>(Mean)) || Array.TrueForAll(Mean, double.IsFinite))
            {
                return;
            }
        }
    }

    // Sums about what Mean holds, which then becomes the mean; whether that lay far away.
    private bool Add<T>(ReadOnlySpan<T> rows)
        where T : struct, IFloatingPointIeee754<T>
    {
        int columns = Mean.Length;
        using CenteredBlock block = CenteredBlock.Rent(Mean, Array.ConvertAll(Deviations, deviation => 1 / deviation), RowsAtOnce, extra: 2);
        double[] sums = new double[block.Stride * block.Stride];
        Count = 0;
        for (int start = 0; start < rows.Length; start += RowsAtOnce * columns)
        {
            ReadOnlySpan<T> part = rows.Slice(start, Math.Min(RowsAtOnce * columns, rows.Length - start));
            int count = CompleteRows.Copy(part, columns, nameof(rows), block.Raw, start / columns) / columns;
            if (count > 0)
            {
                block.FillWithLengths(count);
                AddTiles(block, count, sums);
            }

            Count += count;
        }

        Missing = rows.Length / columns - Count;
        return Count < 2
            ? throw new ArgumentException($"There are {Count} complete rows; expected at least two.", nameof(rows))
            : MoveToMean(sums, block.Stride);
    }

    // The upper triangle: four columns by a tile of lanes, which begins at or before them.
    private void AddTiles(in CenteredBlock block, int count, double[] sums)
    {
        int lanes = StridedTile.Lanes;
        int stride = block.Stride;
        for (int column = 0; column < Mean.Length + 2; column += StridedTile.Rows)
        {
            for (int other = column / lanes * lanes; other < stride; other += lanes)
            {
                StridedTile.Add<LaneSums>(block.Values[other..], stride, block.Values[column..], 1, stride, count, sums.AsSpan(column * stride + other), stride);
            }
        }
    }

    private bool MoveToMean(double[] sums, int stride)
    {
        int columns = Mean.Length;
        double[] means = new double[columns];
        double ofProducts = 0;
        double ofLengths = 0;
        double squared = 0;
        bool isFar = false;
        for (int i = 0; i < columns; i++)
        {
            means[i] = sums[i * stride + columns + 1] / Count;
            squared += means[i] * means[i];
            ofLengths += means[i] * sums[i * stride + columns];
        }

        for (int i = 0; i < columns; i++)
        {
            for (int j = i; j < columns; j++)
            {
                double product = sums[i * stride + j];
                ofProducts += (i == j ? 1 : 2) * means[i] * means[j] * product;
                product -= Count * means[i] * means[j];
                Products[i * columns + j] = Products[j * columns + i] = i == j ? Math.Max(0, product) : product;
            }

            isFar |= Count * means[i] * means[i] > MostDeviations * MostDeviations * Products[i * columns + i];
            Mean[i] += means[i] * Deviations[i];
        }

        double lengths = sums[columns * stride + columns + 1];
        FourthPowers = sums[columns * stride + columns] + 4 * ofProducts - 4 * ofLengths + 2 * squared * lengths - 3 * Count * squared * squared;
        return isFar;
    }
}
