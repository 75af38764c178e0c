using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The part of a covariance estimate that speaks of the values which a row has: of its missing ones nothing is assumed.</summary>
internal readonly ref struct ObservedColumns
{
    private readonly double[] _rented;
    private readonly int[] _places;
    private readonly int _columns;

    private ObservedColumns(double[] rented, int[] places, int count, int columns) => (_rented, _places, Count, _columns) = (rented, places, count, columns);

    /// <summary>How many values the row has.</summary>
    public int Count { get; }

    private Span<double> Whitening => _rented.AsSpan(0, Count * Count);

    private Span<double> Difference => _rented.AsSpan(Count * Count, Count);

    private Span<double> Whitened => _rented.AsSpan(Count * Count + Count, Count);

    public static ObservedColumns Of<T>(CovarianceEstimate estimate, ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        int columns = row.Length;
        int[] places = ArrayPool<int>.Shared.Rent(columns);
        int count = 0;
        for (int column = 0; column < columns; column++)
        {
            if (!T.IsNaN(row[column]))
            {
                places[count++] = column;
            }
        }

        ObservedColumns observed = new(ArrayPool<double>.Shared.Rent(count * (count + 2)), places, count, columns);
        Span<double> matrix = observed.Whitening;
        for (int i = 0; i < count; i++)
        {
            observed.Difference[i] = double.CreateTruncating(row[places[i]]) - estimate.Mean[places[i]];
            for (int j = 0; j <= i; j++)
            {
                matrix[i * count + j] = estimate.Matrix[places[i] * columns + places[j]];
            }
        }

        // Part of a positive definite matrix is one.
        _ = TriangularFactor.Factorize(matrix, count);
        TriangularFactor.Invert(matrix, count);
        for (int i = 0; i < count; i++)
        {
            observed.Whitened[i] = TensorPrimitives.Dot<double>(matrix.Slice(i * count, i + 1), observed.Difference[..(i + 1)]);
        }

        return observed;
    }

    public double SquaredDistance() => TensorPrimitives.SumOfSquares<double>(Whitened);

    public void Contributions(Span<double> falls)
    {
        falls[.._columns].Fill(double.NaN);
        for (int j = 0; j < Count; j++)
        {
            // Column j of the inverse factor, of which C^-1 is made.
            double share = 0;
            double own = 0;
            for (int i = j; i < Count; i++)
            {
                double factor = Whitening[i * Count + j];
                share += factor * Whitened[i];
                own += factor * factor;
            }

            falls[_places[j]] = share * share / own;
        }
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_rented);
        ArrayPool<int>.Shared.Return(_places);
    }
}
