using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>The same map for each of several parts of a row, as a product with the last axis is.</summary>
internal sealed class RepeatedMap<T>(LinearMap<T> part, int parts) : LinearMap<T>(part.InputLength * parts, part.OutputLength * parts)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int Terms => part.Terms;

    public override void Apply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds = false) => part.Apply(x, y, count * parts, adds);

    public override void ApplyTransposed(ReadOnlySpan<T> y, Span<T> x, int count, bool adds = false) => part.ApplyTransposed(y, x, count * parts, adds);

    protected override LinearMap<T> MakeAbsolute() => new RepeatedMap<T>(part.Absolute, parts);
}
