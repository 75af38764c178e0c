using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sample's numbers in a rented buffer: the one place where the tests of two samples leave out NaN, and sort.</summary>
internal ref struct SampleScratch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[]? _rented;

    /// <summary>The numbers, without NaN.</summary>
    public Span<T> Values { get; private set; }

    /// <summary>How many NaN were left out.</summary>
    public int Missing { get; private set; }

    /// <summary>The numbers in ascending order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SampleScratch<T> Sorted(ReadOnlySpan<T> values, string name)
    {
        SampleScratch<T> sample = Of(values, name);
        NumberSort.Ascending(sample.Values);
        return sample;
    }

    /// <summary>The numbers in ascending order, all finite.</summary>
    /// <exception cref="ArgumentException">There is none, or one is infinite.</exception>
    public static SampleScratch<T> SortedFinite(ReadOnlySpan<T> values, string name)
    {
        SampleScratch<T> sample = Sorted(values, name);
        if (T.IsInfinity(sample.Values[0]) || T.IsInfinity(sample.Values[^1]))
        {
            sample.Dispose();
            throw Infinite(name);
        }

        return sample;
    }

    /// <summary>The numbers in their order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SampleScratch<T> Of(ReadOnlySpan<T> values, string name)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(values.Length);
        Span<T> numbers = Present.Copy(values, rented);
        if (numbers.IsEmpty)
        {
            ArrayPool<T>.Shared.Return(rented);
            throw new ArgumentException("There is no number in the sample; expected at least one that is not NaN.", name);
        }

        return new() { _rented = rented, Values = numbers, Missing = values.Length - numbers.Length };
    }

    /// <summary>The numbers of a prepared sample, all finite.</summary>
    /// <exception cref="ArgumentException">One is infinite.</exception>
    public static ReadOnlySpan<T> Finite(SortedSample<T> sample, string name)
    {
        ArgumentNullException.ThrowIfNull(sample, name);
        return T.IsInfinity(sample.Ascending[0]) || T.IsInfinity(sample.Ascending[^1]) ? throw Infinite(name) : sample.Ascending;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<T>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private static ArgumentException Infinite(string name) => new("A number of the sample is infinite; expected finite ones.", name);
}
