using AISafety.Robustness.Bounds;
using AISafety.Robustness.Graphs;

namespace AISafety.Robustness.Proofs;

/// <summary>Settles the sign of one ReLU's argument after the other, until every part is proved or a counterexample is found.</summary>
/// <remarks>R. Bunel et al., Branch and bound for piecewise linear neural network verification, JMLR 2020. The ReLU whose line cheats most where the bound is reached is settled next.</remarks>
internal sealed class ReluBranching(Search search)
{
    private const int RootSteps = 60;
    private const int BranchSteps = 12;
    private const int LeafSteps = 500;

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
        for (int region = 0; region < search.Forbidden.Regions.Count; region++)
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
    private double Rule(int at, KnownBounds root)
    {
        IReadOnlyList<LinearConstraint> region = search.Forbidden.Regions[at];
        double[] bounds = new double[region.Count];
        double[] rows = [.. region.SelectMany(static constraint => constraint.Coefficients.ToArray())];
        _bounds.Linear(search.Forbidden.Box.Lower, search.Forbidden.Box.Upper, root, _bounds.Graph.Output);
        _bounds.Backward(_bounds.Graph.Output, rows, region.Count, bounds);
        int best = Enumerable.Range(0, bounds.Length).MaxBy(i => bounds[i] - region[i].Bound);
        double margin = Margin(region[best], bounds[best]);
        return margin > 0 ? margin : Branch(at, region[best], root);
    }

    private double Branch(int region, LinearConstraint constraint, KnownBounds root)
    {
        double[] row = constraint.Coefficients.ToArray();
        Stack<Branch> open = new([Proofs.Branch.Whole(root, _slopes.FirstSlopes())]);
        double least = double.PositiveInfinity;
        while (open.TryPop(out Branch? branch))
        {
            if (search.IsOver)
            {
                return Math.Min(0, open.Append(branch).Min(static left => left.Bound));
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
                // Every sign is settled: what is left are multipliers that have not converged, and then the box.
                double settled = Margin(constraint, _slopes.Raise(row, branch, LeafSteps, enough));
                settled = settled > 0 ? settled : new InputBranching(search).Run(KnownBounds.Of(_bounds), [region]);
                if (!(settled > 0))
                {
                    return settled;
                }

                least = Math.Min(least, settled);
                continue;
            }

            KnownBounds known = KnownBounds.Of(_bounds);
            int value = _bounds.Graph.Nodes[_slopes.Relus[relu]].Input;
            open.Push(branch.With(known, relu, value, at, isPositive: true, bound));
            open.Push(branch.With(known, relu, value, at, isPositive: false, bound));
        }

        return least;
    }

    private (int Relu, int At) Next()
    {
        // Where no line cheats the worst input breaks a condition; any open ReLU will do then.
        (int Relu, int At) next = (-1, -1);
        double most = -1;
        for (int relu = 0; relu < _slopes.Relus.Count; relu++)
        {
            int length = _bounds.Graph.Lengths[_bounds.Graph.Nodes[_slopes.Relus[relu]].Output];
            for (int at = 0; at < length; at++)
            {
                if (_slopes.IsOpen(relu, at) && _slopes.Gap(relu, at) is var gain && gain > most)
                {
                    (next, most) = ((relu, at), gain);
                }
            }
        }

        return next;
    }

    private bool IsCounterexample(ReadOnlySpan<double> input)
    {
        double[] outputs = new double[_bounds.Graph.OutputLength];
        search.Double.Evaluate(input, outputs);
        return search.IsForbidden(outputs) && search.TryConfirm(input);
    }

    private static double Margin(LinearConstraint constraint, double bound) =>
        bound - constraint.Bound - 4.5e-16 * (Math.Abs(bound) + Math.Abs(constraint.Bound));
}
