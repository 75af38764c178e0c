using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Bounds;

/// <summary>One step forward: a node's bounds from its inputs', and the lines that follow from them.</summary>
internal sealed partial class BoundPropagation
{
    private double[] _center = [];
    private double[] _radius = [];
    private double[] _spread = [];

    private void Interval(int at, GraphNode<double> node)
    {
        double[] lower = _lower[node.Output];
        double[] upper = _upper[node.Output];
        switch (node)
        {
            case AffineNode<double> affine:
                Affine(affine, _affine[at]!, lower, upper);
                break;
            case ActivationNode<double> activation:
                Activate(activation, _lines[at]!, lower, upper);
                break;
            case MaxPoolNode<double> pool:
                Pool(pool, _lines[at]!, lower, upper);
                break;
            case SoftmaxNode<double> softmax:
                Softmax(softmax, lower, upper);
                break;
            case SumNode<double> sum:
                double[] less = sum.IsDifference ? _upper[sum.Inputs[1]] : _lower[sum.Inputs[1]];
                double[] more = sum.IsDifference ? _lower[sum.Inputs[1]] : _upper[sum.Inputs[1]];
                for (int i = 0; i < lower.Length; i++)
                {
                    lower[i] = Math.BitDecrement(_lower[sum.Input][i] + (sum.IsDifference ? -less[i] : less[i]));
                    upper[i] = Math.BitIncrement(_upper[sum.Input][i] + (sum.IsDifference ? -more[i] : more[i]));
                }

                break;
            default:
                throw new NotSupportedException($"Node {node.Name} has no bounds.");
        }
    }

    // W c + b -+ |W| r, and the rounding of all that.
    private void Affine(AffineNode<double> affine, double[] magnitude, double[] lower, double[] upper)
    {
        double[] below = _lower[affine.Input];
        double[] above = _upper[affine.Input];
        Span<double> center = Rows(ref _center, below.Length);
        Span<double> radius = Rows(ref _radius, below.Length);
        for (int i = 0; i < below.Length; i++)
        {
            center[i] = 0.5 * (below[i] + above[i]);
            radius[i] = Math.Max(above[i] - center[i], center[i] - below[i]);
        }

        Span<double> spread = Rows(ref _spread, lower.Length);
        affine.Map.Apply(center, lower, 1);
        affine.Map.Absolute.Apply(radius, spread, 1);
        affine.Map.Absolute.Apply(_magnitude[affine.Input], magnitude, 1);
        for (int i = 0; i < lower.Length; i++)
        {
            double bias = affine.Bias is null ? 0 : affine.Bias[i];
            magnitude[i] += Math.Abs(bias);
            double middle = lower[i] + bias;
            double reach = spread[i] + 2 * _unit * magnitude[i] + Underflow;
            (lower[i], upper[i]) = (middle - reach, middle + reach);
        }
    }

    private void Activate(ActivationNode<double> activation, Lines lines, double[] lower, double[] upper)
    {
        double[] below = _lower[activation.Input];
        double[] above = _upper[activation.Input];
        if (activation.Kind == Activation.Relu)
        {
            double slope = activation.Slope;
            for (int i = 0; i < below.Length; i++)
            {
                Relaxation.Relu(lines, i, below[i], above[i], slope);
                lower[i] = below[i] >= 0 ? below[i] : slope == 0 ? 0 : Math.BitDecrement(slope * below[i]);
                upper[i] = above[i] >= 0 ? above[i] : slope == 0 ? 0 : Math.BitIncrement(slope * above[i]);
            }

            return;
        }

        for (int i = 0; i < below.Length; i++)
        {
            Relaxation.Curve(lines, i, below[i], above[i], activation.Kind);
            lower[i] = Relaxation.Value(below[i], activation.Kind) - 1e-15;
            upper[i] = Relaxation.Value(above[i], activation.Kind) + 1e-15;
        }
    }

    // The greatest lower bound is a line below by itself; above lies the greatest upper bound, or the source that no other can reach.
    private void Pool(MaxPoolNode<double> pool, Lines lines, double[] lower, double[] upper)
    {
        double[] below = _lower[pool.Input];
        double[] above = _upper[pool.Input];
        for (int i = 0; i < lower.Length; i++)
        {
            int best = BestSource(pool, i);
            double least = below[best];
            double greatest = double.NegativeInfinity;
            double others = double.NegativeInfinity;
            foreach (int source in pool.Sources(i))
            {
                greatest = Math.Max(greatest, above[source]);
                others = source == best ? others : Math.Max(others, above[source]);
            }

            (lower[i], upper[i]) = (least, greatest);
            bool isSettled = others <= least;
            lines.Set(i, 1, 0, isSettled ? 1 : 0, isSettled ? 0 : greatest);
        }
    }

    private int BestSource(MaxPoolNode<double> pool, int at)
    {
        double[] below = _lower[pool.Input];
        int best = pool.Sources(at)[0];
        foreach (int source in pool.Sources(at))
        {
            best = below[source] > below[best] ? source : best;
        }

        return best;
    }

    // p_i = 1 / sum_j e^(x_j - x_i): least where x_i is least and all others are greatest. Constant lines.
    private void Softmax(SoftmaxNode<double> softmax, double[] lower, double[] upper)
    {
        double[] below = _lower[softmax.Input];
        double[] above = _upper[softmax.Input];
        Lines lines = _lines[_producer[softmax.Output]]!;
        foreach (int start in softmax.Groups(lower.Length))
        {
            for (int i = 0; i < softmax.Size; i++)
            {
                int at = start + i * softmax.Stride;
                double most = 1;
                double least = 1;
                for (int j = 0; j < softmax.Size; j++)
                {
                    int other = start + j * softmax.Stride;
                    most += j == i ? 0 : Math.Exp(above[other] - below[at]);
                    least += j == i ? 0 : Math.Exp(below[other] - above[at]);
                }

                // Where e^x is beyond a double the logarithm's bounds are those of no knowledge.
                double margin = (softmax.Size + 8) * 4.5e-16;
                (lower[at], upper[at]) = softmax.IsLogarithm
                    ? (double.IsFinite(most) ? -Math.Log(most) - margin * (1 + Math.Log(most)) : double.NegativeInfinity, double.IsFinite(least) ? Math.Min(0, -Math.Log(least) + margin * (1 + Math.Log(least))) : 0)
                    : (Math.Max(0, 1 / most - margin), Math.Min(1, 1 / least + margin));
                lines.Set(at, 0, Math.Max(lower[at], -double.MaxValue), 0, upper[at]);
            }
        }
    }
}
