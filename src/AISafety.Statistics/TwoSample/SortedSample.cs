using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sample sorted once: the prepared reference of the tests that go by ranks, and of the Wasserstein and energy distances.</summary>
/// <remarks>In production the reference does not change: a window is compared with it without sorting it again. Keeps a copy of the numbers. Immutable: one
/// instance serves any number of threads.</remarks>
/// <typeparam name="T">The type of the numbers; windows compared with it have the same.</typeparam>
public sealed class SortedSample<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _ascending;
    private readonly CellSizes<T> _cells;

    private SortedSample(T[] ascending, int missing)
    {
        _ascending = ascending;
        _cells = new(ascending);
        Missing = missing;
    }

    /// <summary>How many numbers there are; at least 1.</summary>
    public int Count => _ascending.Length;

    /// <summary>How many NaN were left out.</summary>
    public int Missing { get; }

    /// <summary>The numbers, ascending.</summary>
    public ReadOnlySpan<T> Ascending => _ascending;

    /// <summary>The numbers cut into cells, as the Kolmogorov-Smirnov distance to a sample needs them; null if they cannot be.</summary>
    /// <param name="count">How many values the sample has.</param>
    internal ReferenceCells<T>? CellsFor(int count) => _cells.For(count);

    /// <summary>Sorts a copy of <paramref name="values"/>.</summary>
    /// <param name="values">The sample, in any order. NaN means missing: left out and counted. Infinities take part.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static SortedSample<T> Of(ReadOnlySpan<T> values) => Of(values, nameof(values));

    internal static SortedSample<T> Of(ReadOnlySpan<T> values, string name)
    {
        using SampleScratch<T> sorted = SampleScratch<T>.Sorted(values, name);
        return new(sorted.Values.ToArray(), sorted.Missing);
    }
}
