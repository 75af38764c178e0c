using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Sums of values and of products of pairs, and the correlations that they give.</summary>
internal sealed class CorrelationSums(int columns)
{
    private readonly double[] _sums = new double[columns];
    private readonly double[] _products = new double[columns * (columns + 1) / 2];
    private int _count;

    public void Add(ReadOnlySpan<double> row)
    {
        _count++;
        TensorPrimitives.Add(_sums, row, _sums);
        int place = 0;
        for (int i = 0; i < columns; i++)
        {
            Span<double> products = _products.AsSpan(place, columns - i);
            TensorPrimitives.MultiplyAdd(row[i..], row[i], products, products);
            place += columns - i;
        }
    }

    /// <summary>The correlation of each pair, those of the first column first; 0 where a column does not vary.</summary>
    public void Correlations(Span<double> correlations)
    {
        double[] deviations = new double[columns];
        int place = 0;
        for (int i = 0; i < columns; i++)
        {
            deviations[i] = Math.Sqrt(Math.Max(0, _products[place] - (_sums[i] * _sums[i] / _count)));
            place += columns - i;
        }

        place = 0;
        int pair = 0;
        for (int i = 0; i < columns; i++)
        {
            for (int j = i + 1; j < columns; j++)
            {
                double scale = deviations[i] * deviations[j];
                double covariance = _products[place + j - i] - (_sums[i] * _sums[j] / _count);
                correlations[pair++] = scale > 0 ? Math.Clamp(covariance / scale, -1, 1) : 0;
            }

            place += columns - i;
        }
    }
}
