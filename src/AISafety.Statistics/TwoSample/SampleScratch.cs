using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sample's numbers as doubles in a rented buffer: the one place where the tests here convert, leave out NaN, and sort.</summary>
internal ref struct SampleScratch
{
    private double[]? _rented;

    /// <summary>The numbers, without NaN.</summary>
    public Span<double> Values { get; private set; }

    /// <summary>How many NaN were left out.</summary>
    public int Missing { get; private set; }

    /// <summary>The numbers in ascending order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SampleScratch Sorted<T>(ReadOnlySpan<T> values, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SampleScratch sample = Of(values, name);
        NumberSort.Ascending(sample.Values);
        return sample;
    }

    /// <summary>The numbers in their order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SampleScratch Of<T>(ReadOnlySpan<T> values, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] rented = ArrayPool<double>.Shared.Rent(values.Length);
        int count = 0;
        foreach (T value in values)
        {
            if (!T.IsNaN(value))
            {
                rented[count++] = double.CreateTruncating(value);
            }
        }

        if (count == 0)
        {
            ArrayPool<double>.Shared.Return(rented);
            throw new ArgumentException("There is no number in the sample; expected at least one that is not NaN.", name);
        }

        return new() { _rented = rented, Values = rented.AsSpan(0, count), Missing = values.Length - count };
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<double>.Shared.Return(_rented);
            _rented = null;
        }
    }
}
