using System.Numerics;
using AISafety.Robustness.Kernels;

namespace AISafety.Robustness.Graphs;

/// <summary>A full matrix.</summary>
internal sealed class DenseMap<T> : LinearMap<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights;
    private readonly PackedMatrix<T> _forward;
    private readonly Lazy<PackedMatrix<T>> _backward;

    /// <param name="inputLength">Columns of W.</param>
    /// <param name="outputLength">Rows of W.</param>
    /// <param name="weights">W, row by row.</param>
    public DenseMap(int inputLength, int outputLength, T[] weights)
        : base(inputLength, outputLength)
    {
        _weights = weights;
        _forward = new(inputLength, outputLength, (row, column) => weights[column * inputLength + row]);
        _backward = new(() => new(outputLength, inputLength, (row, column) => weights[row * inputLength + column]));
    }

    public override int Terms => Math.Max(InputLength, OutputLength);

    public override void Apply(ReadOnlySpan<T> x, Span<T> y, int count, bool adds = false) => _forward.Multiply(x, y, count, adds);

    public override void ApplyTransposed(ReadOnlySpan<T> y, Span<T> x, int count, bool adds = false) => _backward.Value.Multiply(y, x, count, adds);

    protected override LinearMap<T> MakeAbsolute() => new DenseMap<T>(InputLength, OutputLength, Array.ConvertAll(_weights, T.Abs));
}
