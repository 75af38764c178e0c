using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Robustness.Graphs;

/// <summary>A factor for each value.</summary>
internal sealed class DiagonalMap<T>(T[] factors) : LinearMap<T>(factors.Length, factors.Length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override int Terms => 1;

    public bool IsIdentity => Array.TrueForAll(factors, static factor => factor == T.One);

    public override void Apply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds = false)
    {
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<T> from = x.Slice(row * factors.Length, factors.Length);
            Span<T> to = y.Slice(row * factors.Length, factors.Length);
            if (adds)
            {
                TensorPrimitives.MultiplyAdd(from, factors, to, to);
            }
            else
            {
                TensorPrimitives.Multiply(from, factors, to);
            }
        }
    }

    public override void ApplyTransposed(ReadOnlySpan<T> y, Span<T> x, int count, bool adds = false) => Apply(y, x, count, adds);

    protected override LinearMap<T> MakeAbsolute() => new DiagonalMap<T>(Array.ConvertAll(factors, T.Abs));
}
