using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>Softmax, or its logarithm, of groups of values: e^x / sum e^x.</summary>
/// <param name="name">The ONNX node.</param>
/// <param name="input">The value read.</param>
/// <param name="output">The value written.</param>
/// <param name="size">How many values a group has.</param>
/// <param name="stride">How far a group's values lie apart: the values after the axis.</param>
/// <param name="isLogarithm">Whether the logarithm is meant.</param>
internal sealed class SoftmaxNode<T>(string name, int input, int output, int size, int stride, bool isLogarithm) : GraphNode<T>(name, [input], output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool IsLogarithm => isLogarithm;

    public int Size => size;

    /// <summary>Where the groups of a row of <paramref name="length"/> values begin; its values lie <see cref="Stride"/> apart.</summary>
    public IEnumerable<int> Groups(int length) =>
        from block in Enumerable.Range(0, length / (size * stride)) from inner in Enumerable.Range(0, stride) select block * size * stride + inner;

    public int Stride => stride;

    public override void Forward(GraphMemory<T> memory)
    {
        ReadOnlySpan<T> x = memory.Values(Input);
        Span<T> y = memory.Values(Output);
        for (int block = 0; block < x.Length; block += size * stride)
        {
            for (int start = block; start < block + stride; start++)
            {
                Forward(x[start..], y[start..]);
            }
        }
    }

    public override void Backward(GraphMemory<T> memory)
    {
        ReadOnlySpan<T> y = memory.Values(Output);
        ReadOnlySpan<T> dy = memory.Adjoints(Output);
        Span<T> dx = memory.Adjoints(Input);
        for (int block = 0; block < y.Length; block += size * stride)
        {
            for (int start = block; start < block + stride; start++)
            {
                T sum = T.Zero;
                for (int i = start, k = 0; k < size; k++, i += stride)
                {
                    sum += isLogarithm ? dy[i] : dy[i] * y[i];
                }

                for (int i = start, k = 0; k < size; k++, i += stride)
                {
                    dx[i] += isLogarithm ? dy[i] - T.Exp(y[i]) * sum : y[i] * (dy[i] - sum);
                }
            }
        }
    }

    private void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        T greatest = x[0];
        for (int i = 0, k = 0; k < size; k++, i += stride)
        {
            greatest = T.Max(greatest, x[i]);
        }

        T sum = T.Zero;
        for (int i = 0, k = 0; k < size; k++, i += stride)
        {
            y[i] = T.Exp(x[i] - greatest);
            sum += y[i];
        }

        T logarithm = T.Log(sum);
        for (int i = 0, k = 0; k < size; k++, i += stride)
        {
            y[i] = isLogarithm ? x[i] - greatest - logarithm : y[i] / sum;
        }
    }
}
