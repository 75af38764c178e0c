using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Bounds;

/// <summary>Bounds of every value of a network over a box of inputs: by intervals forward, and by lines backward to the input.</summary>
/// <remarks>
/// <para>Interval bounds: S. Gowal et al., On the effectiveness of interval bound propagation, 2018. Backward linear bounds: CROWN (H. Zhang et al., NeurIPS 2018); for whole graphs as K. Xu et al., Automatic perturbation
/// analysis for scalable certified robustness and beyond, NeurIPS 2020. A bound is computed backward only where it matters: for arguments of curved or broken functions that the intervals do not settle.</para>
/// <para>Rounded outward: beside each bound goes the sum of the absolute values of all that was added up for it, as it would be at the far ends of the bounds of every value in between (|A| |W| max(|l|, |u|)). Every sum of n terms is wrong by at
/// most n units of rounding of that (Higham, Accuracy and Stability of Numerical Algorithms, 2002, chapter 3), so a bound is lowered by it times more units than any chain here has.</para>
/// <para>Not for many threads at once.</para>
/// </remarks>
internal sealed partial class BoundPropagation
{
    private readonly Graph<double> _graph;
    private readonly double[][] _lower;
    private readonly double[][] _upper;
    private readonly double[][] _magnitude; // max(|l|, |u|)
    private readonly double[]?[] _affine; // |W| magnitude + |b|, of affine nodes
    private readonly Lines?[] _lines; // of activations and pools, by node
    private readonly int[] _producer; // the node that writes a value; -1: the input
    private readonly bool[] _needsLines; // whether a value's bounds make lines
    private readonly bool[] _onlyRelu; // whether no line but a ReLU's needs a value's bounds
    private readonly bool[] _isLoose; // whether intervals lose anything on the way to a value
    private readonly double[][] _coefficients;
    private readonly double _unit;

    public BoundPropagation(Graph<double> graph)
    {
        _graph = graph;
        _lower = Array.ConvertAll(graph.Lengths, static length => new double[length]);
        _upper = Array.ConvertAll(graph.Lengths, static length => new double[length]);
        _magnitude = Array.ConvertAll(graph.Lengths, static length => new double[length]);
        _affine = new double[graph.Nodes.Length][];
        _lines = new Lines[graph.Nodes.Length];
        _producer = new int[graph.Lengths.Length];
        Array.Fill(_producer, -1);
        _needsLines = new bool[graph.Lengths.Length];
        _coefficients = Array.ConvertAll(graph.Lengths, static _ => Array.Empty<double>());
        long terms = 16;
        for (int node = 0; node < graph.Nodes.Length; node++)
        {
            GraphNode<double> one = graph.Nodes[node];
            _producer[one.Output] = node;
            terms += 8 + graph.Lengths[one.Output] + (one is AffineNode<double> affine ? 2 * affine.Map.Terms : 0);
            if (one is ActivationNode<double> or MaxPoolNode<double> or SoftmaxNode<double>)
            {
                _lines[node] = new(graph.Lengths[one.Output]);
                _needsLines[one.Input] = true;
            }

            if (one is AffineNode<double>)
            {
                _affine[node] = new double[graph.Lengths[one.Output]];
            }
        }

        _onlyRelu = [.. Enumerable.Range(0, graph.Lengths.Length).Select(IsForReluOnly)];
        _isLoose = [.. Enumerable.Range(0, graph.Lengths.Length).Select(HasLinesBefore)];

        terms += graph.InputLength;

        // Twice: for what is of second order, and for the magnitudes' own rounding.
        _unit = 2 * terms * double.BitIncrement(0.5 * 2.220446049250313e-16);
    }

    public Graph<double> Graph => _graph;

    public ReadOnlySpan<double> Lower(int value) => _lower[value];

    public ReadOnlySpan<double> Upper(int value) => _upper[value];

    public Lines LinesOf(int node) => _lines[node]!;

    /// <summary>The values whose bounds lines are made of: what is worth keeping from a box for the boxes within.</summary>
    public IEnumerable<int> KeptValues => Enumerable.Range(0, _needsLines.Length).Where(value => _needsLines[value]);

    /// <summary>Computes bounds of all values by intervals alone.</summary>
    public void Intervals(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper) => Propagate(lower, upper, null, int.MaxValue);

    /// <summary>Computes bounds of all values, backward where it matters.</summary>
    /// <param name="lower">The box's lower corner.</param>
    /// <param name="upper">Its upper corner.</param>
    /// <param name="known">Bounds that are known to hold already, for some values; null for none.</param>
    /// <param name="after">The value whose known bounds are new: only values after it can have better bounds than are known. Default: all.</param>
    /// <returns>False if the known bounds contradict the box: there is no such input.</returns>
    public bool Linear(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, KnownBounds? known, int after = -1) => Propagate(lower, upper, known, after < 0 ? 0 : _producer[after] + 1);

    private bool Propagate(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, KnownBounds? known, int backwardFrom)
    {
        lower.CopyTo(_lower[_graph.Input]);
        upper.CopyTo(_upper[_graph.Input]);
        if (known is not null && !known.Tighten(_graph.Input, _lower[_graph.Input], _upper[_graph.Input]))
        {
            return false;
        }

        Settle(_graph.Input);
        for (int node = 0; node < _graph.Nodes.Length; node++)
        {
            GraphNode<double> one = _graph.Nodes[node];
            Interval(node, one);
            int value = one.Output;
            Open(value);
            if (known is not null && !known.Tighten(value, _lower[value], _upper[value]))
            {
                return false;
            }

            Settle(value);
            if (node >= backwardFrom && _needsLines[value] && one is AffineNode<double> or SumNode<double> && Refine(value))
            {
                if (known is not null && !known.Tighten(value, _lower[value], _upper[value]))
                {
                    return false;
                }

                Settle(value);
            }
        }

        return true;
    }

    // What is not a number bounds nothing: infinities that cancel must not pass for a bound by a comparison that fails.
    private void Open(int value)
    {
        double[] lower = _lower[value];
        double[] upper = _upper[value];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = double.IsNaN(lower[i]) ? double.NegativeInfinity : lower[i];
            upper[i] = double.IsNaN(upper[i]) ? double.PositiveInfinity : upper[i];
        }
    }

    private void Settle(int value)
    {
        double[] lower = _lower[value];
        double[] upper = _upper[value];
        double[] magnitude = _magnitude[value];
        for (int i = 0; i < magnitude.Length; i++)
        {
            magnitude[i] = Math.Max(Math.Abs(lower[i]), Math.Abs(upper[i]));
        }
    }

    /// <summary>Tightens the bounds that matter; whether there were any.</summary>
    private bool Refine(int value)
    {
        double[] lower = _lower[value];
        double[] upper = _upper[value];
        int[] open = _open.Length >= lower.Length ? _open : _open = new int[lower.Length];
        int count = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            if (_onlyRelu[value] ? lower[i] < 0 && upper[i] > 0 : lower[i] < upper[i])
            {
                open[count++] = i;
            }
        }

        if (count == 0 || !_isLoose[value])
        {
            return false;
        }

        // As many rows at once as a few megabytes hold.
        int most = Math.Max(2, Math.Min(2 * count, (1 << 19) / _graph.Lengths.Max())) & ~1;
        for (int start = 0; start < count; start += most / 2)
        {
            int rows = 2 * Math.Min(most / 2, count - start);
            Span<double> coefficients = Rows(ref _start, rows * lower.Length);
            coefficients.Clear();
            for (int i = 0; i < rows / 2; i++)
            {
                coefficients[2 * i * lower.Length + open[start + i]] = 1;
                coefficients[(2 * i + 1) * lower.Length + open[start + i]] = -1;
            }

            Span<double> bounds = Rows(ref _bounds, rows);
            Backward(value, coefficients, rows, bounds);
            for (int i = 0; i < rows / 2; i++)
            {
                int at = open[start + i];
                lower[at] = Math.Max(lower[at], bounds[2 * i]);
                upper[at] = Math.Min(upper[at], -bounds[2 * i + 1]);
            }
        }

        return true;
    }

    // The argument of a ReLU needs no better bounds once its sign is known.
    private bool IsForReluOnly(int value) =>
        _graph.Nodes.All(node => !node.Inputs.Contains(value) || node is not (ActivationNode<double> { Kind: not Activation.Relu } or MaxPoolNode<double> or SoftmaxNode<double>));

    // Behind the first affine steps intervals are exact but for rounding.
    private bool HasLinesBefore(int value)
    {
        for (int node = _producer[value]; node >= 0; node--)
        {
            if (_lines[node] is not null)
            {
                return true;
            }
        }

        return _producer[value] > 0 && _graph.Nodes[..(_producer[value] + 1)].Count(static node => node is AffineNode<double> or SumNode<double>) > 1;
    }

    private int[] _open = [];
    private double[] _start = [];
    private double[] _bounds = [];

    private static Span<double> Rows(ref double[] array, int length)
    {
        if (array.Length < length)
        {
            array = new double[length];
        }

        return array.AsSpan(0, length);
    }
}
