using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Points stored so that eight can be measured at once: in blocks of eight, coordinate after coordinate.</summary>
/// <remarks>Products and sums are rounded one by one on every path, so that distances are the same bits on every machine.</remarks>
internal sealed class PointBlocks
{
    /// <summary>How many points a block holds.</summary>
    public const int Size = 8;

    private readonly double[] _blocks;

    /// <summary>Takes points, row by row. What is left of the last block lies at infinity, nearest to nothing.</summary>
    public PointBlocks(ReadOnlySpan<double> rows, int columns)
    {
        Columns = columns;
        Count = rows.Length / columns;
        _blocks = new double[(Count + Size - 1) / Size * Size * columns];
        Array.Fill(_blocks, double.PositiveInfinity);
        for (int point = 0; point < Count; point++)
        {
            for (int column = 0; column < columns; column++)
            {
                _blocks[(point / Size * columns + column) * Size + point % Size] = rows[point * columns + column];
            }
        }
    }

    public int Columns { get; }

    public int Count { get; }

    /// <summary>The squared distances of a point from a block's eight.</summary>
    public void SquaredDistances(int block, ReadOnlySpan<double> point, Span<double> squared)
    {
        ReadOnlySpan<double> values = _blocks.AsSpan(block * Size * Columns, Size * Columns);
        if (Vector256.IsHardwareAccelerated)
        {
            ref double x = ref MemoryMarshal.GetReference(values);
            ref double target = ref MemoryMarshal.GetReference(squared[..Size]);
            Vector256<double> low = default, high = default;
            for (int column = 0; column < point.Length; column++)
            {
                Vector256<double> at = Vector256.Create(point[column]);
                Vector256<double> a = Vector256.LoadUnsafe(ref x, (nuint)(column * Size)) - at;
                Vector256<double> b = Vector256.LoadUnsafe(ref x, (nuint)(column * Size + 4)) - at;
                low += a * a;
                high += b * b;
            }

            low.StoreUnsafe(ref target);
            high.StoreUnsafe(ref target, 4);
            return;
        }

        for (int i = 0; i < Size; i++)
        {
            double sum = 0;
            for (int column = 0; column < point.Length; column++)
            {
                double difference = values[column * Size + i] - point[column];
                sum += difference * difference;
            }

            squared[i] = sum;
        }
    }

    /// <summary>The same by the coordinates that the point has: where it is NaN, nothing is added.</summary>
    public void SquaredDistancesOfObserved(int block, ReadOnlySpan<double> point, Span<double> squared)
    {
        ReadOnlySpan<double> values = _blocks.AsSpan(block * Size * Columns, Size * Columns);
        squared.Clear();
        for (int column = 0; column < point.Length; column++)
        {
            double coordinate = point[column];
            if (!double.IsNaN(coordinate))
            {
                ReadOnlySpan<double> own = values.Slice(column * Size, Size);
                for (int i = 0; i < own.Length; i++)
                {
                    double difference = own[i] - coordinate;
                    squared[i] += difference * difference;
                }
            }
        }
    }
}
