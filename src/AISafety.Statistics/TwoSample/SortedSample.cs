using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sample sorted once: the prepared reference of the tests that go by ranks.</summary>
/// <remarks>Immutable; holds 8 bytes a number. A test of a window against it sorts the window only.</remarks>
public sealed class SortedSample
{
    private readonly double[] _ascending;

    private SortedSample(double[] ascending, int missing)
    {
        _ascending = ascending;
        Missing = missing;
    }

    /// <summary>How many numbers there are; at least 1.</summary>
    public int Count => _ascending.Length;

    /// <summary>How many NaN were left out.</summary>
    public int Missing { get; }

    /// <summary>The numbers, ascending.</summary>
    public ReadOnlySpan<double> Ascending => _ascending;

    /// <summary>Sorts a copy of <paramref name="values"/>.</summary>
    /// <param name="values">The sample. NaN means missing: left out and counted. Infinities take part.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static SortedSample Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch sorted = SampleScratch.Sorted(values, nameof(values));
        return new(sorted.Values.ToArray(), sorted.Missing);
    }
}
