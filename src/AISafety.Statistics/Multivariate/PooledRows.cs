using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The rows of two samples as doubles in one rented buffer, the reference's first.</summary>
internal ref struct PooledRows
{
    private const int LongRow = 8;

    private double[]? _rented;
    private int _dimension;

    /// <summary>How many rows there are in all.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are the reference's.</summary>
    public int ReferenceCount { get; private set; }

    public readonly ReadOnlySpan<double> this[int row] => _rented.AsSpan(row * _dimension, _dimension);

    public static PooledRows Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int dimension, int least)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FiniteRows.Count(reference, dimension, nameof(reference), least);
        FiniteRows.Count(current, dimension, nameof(current), least);
        double[] rented = ArrayPool<double>.Shared.Rent(checked(reference.Length + current.Length));
        Copy(reference, rented);
        Copy(current, rented.AsSpan(reference.Length));
        return new()
        {
            _rented = rented,
            _dimension = dimension,
            Count = (reference.Length + current.Length) / dimension,
            ReferenceCount = reference.Length / dimension,
        };
    }

    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length >= LongRow)
        {
            double distance = TensorPrimitives.Distance(a, b);
            return distance * distance;
        }

        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<double>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private static void Copy<T>(ReadOnlySpan<T> from, Span<double> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = double.CreateTruncating(from[i]);
        }
    }
}
