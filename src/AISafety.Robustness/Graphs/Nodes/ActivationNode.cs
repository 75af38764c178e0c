using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Robustness.Graphs;

internal enum Activation
{
    /// <summary>max(x, 0), or slope times x below 0.</summary>
    Relu,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>tanh x.</summary>
    Tanh,
}

/// <summary>The same function of each value.</summary>
internal sealed class ActivationNode<T>(string name, int input, int output, Activation kind, T slope) : GraphNode<T>(name, [input], output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Activation Kind { get; } = kind;

    /// <summary>Of a ReLU below 0: 0, or a leaky one's, 0 to 1.</summary>
    public T Slope { get; } = slope;

    public override void Forward(GraphMemory<T> memory)
    {
        ReadOnlySpan<T> x = memory.Values(Input);
        Span<T> y = memory.Values(Output);
        switch (Kind)
        {
            case Activation.Relu when Slope == T.Zero:
                TensorPrimitives.Max(x, T.Zero, y);
                break;
            case Activation.Relu:
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = x[i] < T.Zero ? Slope * x[i] : x[i];
                }

                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(x, y);
                break;
            default:
                TensorPrimitives.Tanh(x, y);
                break;
        }
    }

    public override void Backward(GraphMemory<T> memory)
    {
        ReadOnlySpan<T> y = memory.Values(Output);
        ReadOnlySpan<T> dy = memory.Adjoints(Output);
        Span<T> dx = memory.Adjoints(Input);
        switch (Kind)
        {
            case Activation.Relu:
                T slope = Slope;
                int i = 0;
                if (Vector.IsHardwareAccelerated)
                {
                    for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
                    {
                        Vector<T> from = new(dy[i..]);
                        Vector<T> passed = Vector.ConditionalSelect(Vector.GreaterThan(new Vector<T>(y[i..]), Vector<T>.Zero), from, from * slope);
                        (new Vector<T>(dx[i..]) + passed).CopyTo(dx[i..]);
                    }
                }

                for (; i < y.Length; i++)
                {
                    dx[i] += y[i] > T.Zero ? dy[i] : slope * dy[i];
                }

                break;
            case Activation.Sigmoid:
                for (i = 0; i < y.Length; i++)
                {
                    dx[i] += dy[i] * y[i] * (T.One - y[i]);
                }

                break;
            default:
                for (i = 0; i < y.Length; i++)
                {
                    dx[i] += dy[i] * (T.One - y[i] * y[i]);
                }

                break;
        }
    }
}
