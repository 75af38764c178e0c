using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>A matrix W, whatever its form: y = W x for many rows at once, and x = W' y.</summary>
internal abstract class LinearMap<T>(int inputLength, int outputLength)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LinearMap<T>? _absolute;

    public int InputLength { get; } = inputLength;

    public int OutputLength { get; } = outputLength;

    /// <summary>The most terms that a sum of either direction has.</summary>
    public abstract int Terms { get; }

    /// <summary>The map of the absolute values |W|.</summary>
    public LinearMap<T> Absolute => _absolute ??= MakeAbsolute();

    /// <summary>y = W x, or y += W x.</summary>
    /// <param name="x">count rows of <see cref="InputLength"/> values.</param>
    /// <param name="y">count rows of <see cref="OutputLength"/> values.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="adds">Whether to add to what is there.</param>
    public abstract void Apply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds = false);

    /// <summary>x = W' y, or x += W' y.</summary>
    /// <param name="y">count rows of <see cref="OutputLength"/> values.</param>
    /// <param name="x">count rows of <see cref="InputLength"/> values.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="adds">Whether to add to what is there.</param>
    public abstract void ApplyTransposed(ReadOnlySpan<T> y, Span<T> x, int count, bool adds = false);

    protected abstract LinearMap<T> MakeAbsolute();
}
