using AISafety.Robustness.Bounds;
using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Proofs;

/// <summary>Settles the sign of one ReLU's argument after the other, until every part is proved or a counterexample is found.</summary>
/// <remarks>R. Bunel et al., Branch and bound for piecewise linear neural network verification, JMLR 2020. The ReLU whose line cheats most where the bound is reached is settled next.</remarks>
internal sealed class ReluBranching(Search search)
{
    private const int RootSteps = 60;
    private static readonly int BranchSteps = int.Parse(Environment.GetEnvironmentVariable("STEPS") ?? "12");
    private static readonly double Blend = double.Parse(Environment.GetEnvironmentVariable("BLEND") ?? "1", System.Globalization.CultureInfo.InvariantCulture);

    private readonly BoundPropagation _bounds = search.Bounds;
    private readonly SlopeSearch _slopes = new(search.Bounds);

    public static bool CanBranch(Graph<double> graph) =>
        graph.Nodes.All(static node => node is AffineNode<double> or SumNode<double> or ActivationNode<double> { Kind: Activation.Relu })
        && graph.Nodes.Any(static node => node is ActivationNode<double>);

    /// <returns>The least bound of what is left: above 0 if nothing is; NaN if there is a counterexample.</returns>
    public double Run()
    {
        if (!_bounds.Linear(search.Forbidden.Box.Lower, search.Forbidden.Box.Upper, null))
        {
            return double.PositiveInfinity;
        }

        search.Branches++;
        KnownBounds root = KnownBounds.Of(_bounds);
        double least = double.PositiveInfinity;
        foreach (IReadOnlyList<LinearConstraint> region in search.Forbidden.Regions)
        {
            double bound = Rule(region, root);
            if (double.IsNaN(bound))
            {
                return bound;
            }

            least = Math.Min(least, bound);
            if (!(bound > 0))
            {
                break;
            }
        }

        return least;
    }

    // A region is ruled out by any one of its constraints: by the one that is furthest at the root.
    private double Rule(IReadOnlyList<LinearConstraint> region, KnownBounds root)
    {
        double[] bounds = new double[region.Count];
        double[] rows = [.. region.SelectMany(static constraint => constraint.Coefficients.ToArray())];
        _bounds.Linear(search.Forbidden.Box.Lower, search.Forbidden.Box.Upper, root, _bounds.Graph.Output);
        _bounds.Backward(_bounds.Graph.Output, rows, region.Count, bounds);
        int best = Enumerable.Range(0, bounds.Length).MaxBy(i => bounds[i] - region[i].Bound);
        double margin = Margin(region[best], bounds[best]);
        return margin > 0 ? margin : Branch(region[best], root);
    }

    private double Branch(LinearConstraint constraint, KnownBounds root)
    {
        double[] row = constraint.Coefficients.ToArray();
        Stack<Branch> open = new([Root(root)]);
        double least = double.PositiveInfinity;
        while (open.TryPop(out Branch? branch))
        {
            if (search.IsOver)
            {
                return open.Append(branch).Min(static left => left.Bound);
            }

            search.Branches++;
            if (!_bounds.Linear(search.Forbidden.Box.Lower, search.Forbidden.Box.Upper, branch.Known, branch.Changed < 0 ? _bounds.Graph.Output : branch.Changed))
            {
                continue;
            }

            bool isRoot = branch.Changed < 0;
            double enough = constraint.Bound + 1e-9 * (1 + Math.Abs(constraint.Bound));
            double bound = Margin(constraint, _slopes.Raise(row, branch, isRoot ? RootSteps : BranchSteps, enough));
            if (bound > 0)
            {
                least = Math.Min(least, bound);
                continue;
            }

            if (IsCounterexample(_slopes.Worst))
            {
                return double.NaN;
            }

            (int relu, int at) = Next();
            if (relu < 0)
            {
                // Every sign is settled: the bound is the minimum, but for rounding and for multipliers that have not converged.
                return Settle(branch, row, constraint) is var settled && settled > 0 ? Math.Min(least, settled) : settled;
            }

            KnownBounds known = KnownBounds.Of(_bounds);
            int value = _bounds.Graph.Nodes[_slopes.Relus[relu]].Input;
            open.Push(branch.With(known, relu, value, at, isPositive: true, bound));
            open.Push(branch.With(known, relu, value, at, isPositive: false, bound));
        }

        return least;
    }

    private double Settle(Branch branch, double[] row, LinearConstraint constraint) => Margin(constraint, _slopes.Raise(row, branch, 2000, constraint.Bound));

    private Branch Root(KnownBounds root)
    {
        int[] lengths = [.. _slopes.Relus.Select(node => _bounds.Graph.Lengths[_bounds.Graph.Nodes[node].Output])];
        double[][] slopes = [.. _slopes.Relus.Select(node => (double[])_bounds.LinesOf(node).LowerSlope.Clone())];
        return new(root, slopes, [.. lengths.Select(static length => new double[length])], [.. lengths.Select(static _ => (IReadOnlyList<(int, bool)>)[])], double.NegativeInfinity, -1);
    }

    private (int Relu, int At) Next()
    {
        (int Relu, int At) next = (-1, -1);
        double most = 0;
        for (int relu = 0; relu < _slopes.Relus.Count; relu++)
        {
            int length = _bounds.Graph.Lengths[_bounds.Graph.Nodes[_slopes.Relus[relu]].Output];
            for (int at = 0; at < length; at++)
            {
                double gain = Blend * _slopes.Gap(relu, at) + (1 - Blend) * _slopes.Intercept(relu, at);
                (next, most) = gain > most ? ((relu, at), gain) : (next, most);
            }
        }

        return next;
    }

    private bool IsCounterexample(ReadOnlySpan<double> input)
    {
        double[] outputs = new double[_bounds.Graph.OutputLength];
        search.Graph.Double.Evaluate(input, outputs);
        return search.IsForbidden(outputs) && search.TryConfirm(input);
    }

    private static double Margin(LinearConstraint constraint, double bound) =>
        bound - constraint.Bound - 4.5e-16 * (Math.Abs(bound) + Math.Abs(constraint.Bound));
}
