using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Sums of values and of products of pairs, and the correlations that they give.</summary>
internal sealed class CorrelationSums
{
    private readonly double[] _sums;
    private readonly double[] _least;
    private readonly double[] _greatest;
    private readonly double[] _products;
    private int _count;

    public CorrelationSums(int columns)
    {
        _sums = new double[columns];
        _least = new double[columns];
        _greatest = new double[columns];
        _products = new double[columns * (columns + 1) / 2];
        _least.AsSpan().Fill(double.PositiveInfinity);
        _greatest.AsSpan().Fill(double.NegativeInfinity);
    }

    public void Add(ReadOnlySpan<double> row)
    {
        _count++;
        TensorPrimitives.Add(_sums, row, _sums);
        TensorPrimitives.Min(_least, row, _least);
        TensorPrimitives.Max(_greatest, row, _greatest);
        int place = 0;
        for (int i = 0; i < row.Length; i++)
        {
            Span<double> products = _products.AsSpan(place, row.Length - i);
            TensorPrimitives.MultiplyAdd(row[i..], row[i], products, products);
            place += row.Length - i;
        }
    }

    /// <summary>The correlation of each pair, those of the first column first; NaN where a column does not vary, which its least and greatest value tell, not a variance that rounding leaves.</summary>
    public void Correlations(Span<double> correlations)
    {
        int columns = _sums.Length;
        double[] deviations = new double[columns];
        int place = 0;
        for (int i = 0; i < columns; i++)
        {
            deviations[i] = _least[i] < _greatest[i] ? Math.Sqrt(Math.Max(0, _products[place] - (_sums[i] * _sums[i] / _count))) : double.NaN;
            place += columns - i;
        }

        place = 0;
        int pair = 0;
        for (int i = 0; i < columns; i++)
        {
            for (int j = i + 1; j < columns; j++)
            {
                double covariance = _products[place + j - i] - (_sums[i] * _sums[j] / _count);
                correlations[pair++] = Math.Clamp(covariance / (deviations[i] * deviations[j]), -1, 1);
            }

            place += columns - i;
        }
    }
}
