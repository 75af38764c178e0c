using AISafety.Robustness.Graphs;
using AISafety.Robustness.Kernels;

namespace AISafety.Robustness.Bounds;

/// <summary>Linear functions of a value, bounded from below by going back to the input.</summary>
internal sealed partial class BoundPropagation
{
    // Above what results too small for a double can add up to, unless weights of more than 1e30 follow each other.
    private const double Underflow = 1e-150;

    private double[] _constants = [];
    private double[] _magnitudes = [];
    private bool[] _isReached = [];

    /// <summary>The coefficients of the input that the last call came to: of row r at r times the input's length.</summary>
    public ReadOnlySpan<double> InputCoefficients => _coefficients[_graph.Input];

    /// <summary>The coefficients of a value that the last call came to, of its first row.</summary>
    public ReadOnlySpan<double> Coefficients(int value) => _coefficients[value].AsSpan(0, _graph.Lengths[value]);

    /// <summary>Lower bounds of A v over the box, v being a value whose predecessors have their bounds.</summary>
    /// <param name="value">Which value.</param>
    /// <param name="coefficients">A: rows of as many numbers as the value has.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="bounds">Takes a bound a row.</param>
    /// <param name="adjust">Changes the coefficients of a node's input on the way, given the node and all rows; null for nothing.</param>
    public void Backward(int value, ReadOnlySpan<double> coefficients, int rows, Span<double> bounds, Action<int, double[]>? adjust = null)
    {
        Span<double> constants = Rows(ref _constants, rows);
        Span<double> magnitudes = Rows(ref _magnitudes, rows);
        constants.Clear();
        magnitudes.Clear();
        bool[] isReached = _isReached.Length > 0 ? _isReached : _isReached = new bool[_graph.Lengths.Length];
        Array.Clear(isReached);
        coefficients.CopyTo(Of(value, rows));
        isReached[value] = true;
        for (int at = _producer[value]; at >= 0; at--)
        {
            GraphNode<double> node = _graph.Nodes[at];
            if (!isReached[node.Output])
            {
                continue;
            }

            Span<double> from = Of(node.Output, rows);
            AddMagnitude(from, _magnitude[node.Output], magnitudes);
            switch (node)
            {
                case AffineNode<double> affine:
                    bool adds = isReached[affine.Input];
                    affine.Map.ApplyTransposed(from, Of(affine.Input, rows), rows, adds);
                    isReached[affine.Input] = true;
                    AddMagnitude(from, _affine[at], magnitudes);
                    AddBias(from, affine.Bias, constants);
                    break;
                case ActivationNode<double>:
                    Relax(from, Reach(node.Input, rows), _lines[at]!, constants, magnitudes);
                    break;
                case MaxPoolNode<double> pool:
                    RelaxPool(pool, from, Reach(node.Input, rows), _lines[at]!, constants, magnitudes);
                    break;
                case SoftmaxNode<double>:
                    Relax(from, Reach(node.Input, rows), _lines[at]!, constants, magnitudes);
                    break;
                case SumNode<double> sum:
                    AddTo(from, Reach(sum.Inputs[0], rows), 1);
                    AddTo(from, Reach(sum.Inputs[1], rows), sum.IsDifference ? -1 : 1);
                    break;
            }

            adjust?.Invoke(at, _coefficients[node.Input]);
        }

        if (!isReached[_graph.Input])
        {
            Of(_graph.Input, rows).Clear();
        }

        Conclude(_graph.Input, rows, constants, magnitudes, bounds);
    }

    /// <summary>Lower bounds of A y, y being the output: back through the last product alone, and by intervals from there.</summary>
    public void LastStep(ReadOnlySpan<double> coefficients, int rows, Span<double> bounds)
    {
        Span<double> constants = Rows(ref _constants, rows);
        Span<double> magnitudes = Rows(ref _magnitudes, rows);
        constants.Clear();
        magnitudes.Clear();
        coefficients.CopyTo(Of(_graph.Output, rows));
        Span<double> from = Of(_graph.Output, rows);
        AddMagnitude(from, _magnitude[_graph.Output], magnitudes);
        int at = _producer[_graph.Output];
        if (at < 0 || _graph.Nodes[at] is not AffineNode<double> last)
        {
            Conclude(_graph.Output, rows, constants, magnitudes, bounds);
            return;
        }

        last.Map.ApplyTransposed(from, Of(last.Input, rows), rows);
        AddMagnitude(from, _affine[at], magnitudes);
        AddBias(from, last.Bias, constants);
        Conclude(last.Input, rows, constants, magnitudes, bounds);
    }

    private void Conclude(int value, int rows, ReadOnlySpan<double> constants, ReadOnlySpan<double> magnitudes, Span<double> bounds)
    {
        double[] lower = _lower[value];
        double[] upper = _upper[value];
        Span<double> inputs = Of(value, rows);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> one = inputs.Slice(row * lower.Length, lower.Length);
            double bound = constants[row];
            for (int i = 0; i < one.Length; i++)
            {
                bound += one[i] * (one[i] >= 0 ? lower[i] : upper[i]);
            }

            double magnitude = magnitudes[row] + BackwardStep.AbsoluteDot(one, _magnitude[value]);
            double lowered = bound - _unit * magnitude - Underflow;

            // An infinity that was met on the way, or a NaN, proves nothing.
            bounds[row] = double.IsFinite(lowered) ? lowered : double.NegativeInfinity;
        }
    }

    private Span<double> Of(int value, int rows) => Rows(ref _coefficients[value], rows * _graph.Lengths[value]);

    private Span<double> Reach(int value, int rows)
    {
        Span<double> coefficients = Of(value, rows);
        if (!_isReached[value])
        {
            coefficients.Clear();
            _isReached[value] = true;
        }

        return coefficients;
    }

    private static void AddMagnitude(ReadOnlySpan<double> coefficients, double[]? weights, Span<double> magnitudes)
    {
        for (int row = 0; row < magnitudes.Length; row++)
        {
            magnitudes[row] += BackwardStep.AbsoluteDot(coefficients.Slice(row * weights!.Length, weights.Length), weights);
        }
    }

    private static void AddBias(ReadOnlySpan<double> coefficients, double[]? bias, Span<double> constants)
    {
        for (int row = 0; bias is not null && row < constants.Length; row++)
        {
            constants[row] += System.Numerics.Tensors.TensorPrimitives.Dot(coefficients.Slice(row * bias.Length, bias.Length), bias);
        }
    }

    private static void AddTo(ReadOnlySpan<double> from, Span<double> to, double sign)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] += sign * from[i];
        }
    }

    private static void Relax(ReadOnlySpan<double> from, Span<double> to, Lines lines, Span<double> constants, Span<double> magnitudes)
    {
        int length = lines.LowerSlope.Length;
        for (int row = 0; row < constants.Length; row++)
        {
            (double constant, double magnitude) = BackwardStep.Relax(
                from.Slice(row * length, length), lines.LowerSlope, lines.LowerIntercept, lines.UpperSlope, lines.UpperIntercept, to.Slice(row * length, length));
            constants[row] += constant;
            magnitudes[row] += magnitude;
        }
    }

    private void RelaxPool(MaxPoolNode<double> pool, ReadOnlySpan<double> from, Span<double> to, Lines lines, Span<double> constants, Span<double> magnitudes)
    {
        int length = pool.Length;
        int inputs = _graph.Lengths[pool.Input];
        for (int i = 0; i < length; i++)
        {
            int best = BestSource(pool, i);
            for (int row = 0; row < constants.Length; row++)
            {
                double coefficient = from[row * length + i];
                double added = coefficient < 0 ? coefficient * lines.UpperIntercept[i] : 0;
                constants[row] += added;
                magnitudes[row] += Math.Abs(added);
                to[row * inputs + best] += coefficient * (coefficient < 0 ? lines.UpperSlope[i] : 1);
            }
        }
    }
}
