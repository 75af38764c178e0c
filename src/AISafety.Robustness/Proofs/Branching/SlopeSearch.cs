using AISafety.Robustness.Bounds;
using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Proofs;

/// <summary>The best lower bound of one linear function of the output: over the slopes of the lower lines of open ReLUs, and over multipliers of the branch's conditions.</summary>
/// <remarks>
/// <para>Slopes: K. Xu et al., Fast and complete (alpha-CROWN), ICLR 2021. Multipliers: S. Wang et al., Beta-CROWN, NeurIPS 2021. Any slopes between the ReLU's and any multipliers of 0 or more give a bound that holds; Adam (Kingma and Ba 2015) looks for good ones.</para>
/// <para>The derivatives need no second graph: at the input at which the bound is reached, run forward through the very lines that were chosen, an argument z says what the bound gains by its slope (coefficient times z) and by its multiplier (-z or z).</para>
/// </remarks>
internal sealed class SlopeSearch
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double FirstRate = 0.25;
    private const double Shrinkage = 0.97;
    private const int ShrinkingSteps = 60;

    private readonly BoundPropagation _bounds;
    private readonly Graph<double> _graph;
    private readonly int[] _relus; // nodes
    private readonly GraphMemory<double> _memory;
    private readonly double[][] _slopeMoments;
    private readonly double[][] _multiplierMoments;

    public SlopeSearch(BoundPropagation bounds)
    {
        (_bounds, _graph) = (bounds, bounds.Graph);
        _relus = [.. Enumerable.Range(0, _graph.Nodes.Length).Where(node => _graph.Nodes[node] is ActivationNode<double>)];
        _memory = new(_graph.Lengths, 1) { Count = 1 };
        _slopeMoments = [.. _relus.Select(node => new double[2 * _graph.Lengths[_graph.Nodes[node].Output]])];
        _multiplierMoments = [.. _relus.Select(node => new double[2 * _graph.Lengths[_graph.Nodes[node].Output]])];
    }

    public IReadOnlyList<int> Relus => _relus;

    /// <summary>The input at which the last bound is reached.</summary>
    public ReadOnlySpan<double> Worst => _memory.Values(_graph.Input);

    /// <summary>The lower lines' slopes as they are.</summary>
    public double[][] FirstSlopes() => [.. _relus.Select(node => (double[])_bounds.LinesOf(node).LowerSlope.Clone())];

    /// <summary>Raises the bound.</summary>
    /// <param name="row">Coefficients of the output.</param>
    /// <param name="branch">Conditions, slopes and multipliers, which are replaced by the best found.</param>
    /// <param name="steps">How many steps to take.</param>
    /// <param name="enough">Where to stop.</param>
    /// <returns>The greatest bound met.</returns>
    public double Raise(double[] row, Branch branch, int steps, double enough)
    {
        double best = double.NegativeInfinity;
        double[][] slopes = [.. branch.Slopes.Select(static one => (double[])one.Clone())];
        double[][] multipliers = [.. branch.Multipliers.Select(static one => (double[])one.Clone())];
        Array.ForEach(_slopeMoments, Array.Clear);
        Array.ForEach(_multiplierMoments, Array.Clear);
        for (int step = 1; step <= steps; step++)
        {
            double bound = Bound(row, branch, slopes, multipliers);
            if (bound > best)
            {
                best = bound;
                for (int i = 0; i < _relus.Length; i++)
                {
                    slopes[i].CopyTo(branch.Slopes[i], 0);
                    multipliers[i].CopyTo(branch.Multipliers[i], 0);
                }
            }

            if (best > enough || step == steps)
            {
                break;
            }

            Forward();
            Ascend(branch, slopes, multipliers, step, FirstRate * Math.Pow(Shrinkage, step * Math.Min(1.0, (double)ShrinkingSteps / steps)));
        }

        // Branching looks at the coefficients and arguments of the best.
        _ = Bound(row, branch, branch.Slopes, branch.Multipliers);
        Forward();
        return best;
    }

    /// <summary>Whether a ReLU's argument may have either sign.</summary>
    public bool IsOpen(int relu, int at)
    {
        int argument = _graph.Nodes[_relus[relu]].Input;
        return _bounds.Lower(argument)[at] < 0 && _bounds.Upper(argument)[at] > 0;
    }

    /// <summary>How much an open ReLU's line cheats where the bound is reached: coefficient times the distance of line and function.</summary>
    public double Gap(int relu, int at)
    {
        ActivationNode<double> node = (ActivationNode<double>)_graph.Nodes[_relus[relu]];
        double argument = _memory.Values(node.Input)[at];
        double value = argument >= 0 ? argument : node.Slope * argument;
        return Math.Abs(_bounds.Coefficients(node.Output)[at] * (_memory.Values(node.Output)[at] - value));
    }

    private double Bound(double[] row, Branch branch, double[][] slopes, double[][] multipliers)
    {
        for (int i = 0; i < _relus.Length; i++)
        {
            int argument = _graph.Nodes[_relus[i]].Input;
            Lines lines = _bounds.LinesOf(_relus[i]);
            ReadOnlySpan<double> lower = _bounds.Lower(argument);
            ReadOnlySpan<double> upper = _bounds.Upper(argument);
            for (int at = 0; at < lower.Length; at++)
            {
                if (lower[at] < 0 && upper[at] > 0)
                {
                    lines.LowerSlope[at] = slopes[i][at];
                }
            }
        }

        Span<double> bound = stackalloc double[1];
        _bounds.Backward(_graph.Output, row, 1, bound, (node, coefficients) =>
        {
            int relu = Array.IndexOf(_relus, node);
            if (relu >= 0)
            {
                foreach ((int at, bool isPositive) in branch.Conditions(relu))
                {
                    coefficients[at] += isPositive ? -multipliers[relu][at] : multipliers[relu][at];
                }
            }
        });
        return bound[0];
    }

    // The input at which the bound is reached, forward through the lines.
    private void Forward()
    {
        ReadOnlySpan<double> coefficients = _bounds.InputCoefficients;
        Span<double> input = _memory.Values(_graph.Input);
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = coefficients[i] >= 0 ? _bounds.Lower(_graph.Input)[i] : _bounds.Upper(_graph.Input)[i];
        }

        for (int node = 0; node < _graph.Nodes.Length; node++)
        {
            if (_graph.Nodes[node] is not ActivationNode<double> relu)
            {
                _graph.Nodes[node].Forward(_memory);
                continue;
            }

            Lines lines = _bounds.LinesOf(node);
            ReadOnlySpan<double> from = _bounds.Coefficients(relu.Output);
            ReadOnlySpan<double> argument = _memory.Values(relu.Input);
            Span<double> value = _memory.Values(relu.Output);
            for (int at = 0; at < value.Length; at++)
            {
                value[at] = from[at] >= 0
                    ? lines.LowerSlope[at] * argument[at] + lines.LowerIntercept[at]
                    : lines.UpperSlope[at] * argument[at] + lines.UpperIntercept[at];
            }
        }
    }

    private void Ascend(Branch branch, double[][] slopes, double[][] multipliers, int step, double rate)
    {
        double first = 1 - Math.Pow(FirstDecay, step);
        double second = 1 - Math.Pow(SecondDecay, step);
        for (int i = 0; i < _relus.Length; i++)
        {
            ActivationNode<double> relu = (ActivationNode<double>)_graph.Nodes[_relus[i]];
            ReadOnlySpan<double> argument = _memory.Values(relu.Input);
            ReadOnlySpan<double> from = _bounds.Coefficients(relu.Output);
            ReadOnlySpan<double> lower = _bounds.Lower(relu.Input);
            ReadOnlySpan<double> upper = _bounds.Upper(relu.Input);
            for (int at = 0; at < argument.Length; at++)
            {
                if (lower[at] < 0 && upper[at] > 0 && from[at] > 0)
                {
                    double moved = slopes[i][at] + rate * Direction(_slopeMoments[i], at, from[at] * argument[at], first, second);
                    slopes[i][at] = Math.Clamp(moved, relu.Slope, 1);
                }
            }

            foreach ((int at, bool isPositive) in branch.Conditions(i))
            {
                double moved = multipliers[i][at] + 0.2 * rate * Direction(_multiplierMoments[i], at, isPositive ? -argument[at] : argument[at], first, second);
                multipliers[i][at] = Math.Max(0, moved);
            }
        }
    }

    private static double Direction(double[] moments, int at, double gradient, double first, double second)
    {
        ref double mean = ref moments[2 * at];
        ref double square = ref moments[2 * at + 1];
        mean = FirstDecay * mean + (1 - FirstDecay) * gradient;
        square = SecondDecay * square + (1 - SecondDecay) * gradient * gradient;
        return mean / first / (Math.Sqrt(square / second) + 1e-12);
    }
}
