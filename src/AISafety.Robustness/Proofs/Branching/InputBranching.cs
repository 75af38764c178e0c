using AISafety.Robustness.Bounds;

namespace AISafety.Robustness.Proofs;

/// <summary>Halves the box, at the input that the bound depends on most, until every part is proved or a counterexample is found.</summary>
internal sealed class InputBranching(Search search)
{
    private static readonly double SlopeFloor = double.Parse(Environment.GetEnvironmentVariable("FLOOR") ?? "0.1", System.Globalization.CultureInfo.InvariantCulture);

    private readonly record struct Part(double[] Lower, double[] Upper, KnownBounds? Known, int[] Regions, double Bound);

    private readonly int _inputs = search.Graph.InputLength;
    private readonly int _outputs = search.Graph.OutputLength;

    /// <returns>The least bound of the parts that are left: above 0 if there are none; NaN if there is a counterexample.</returns>
    public double Run()
    {
        Stack<Part> open = [];
        int[] all = [.. Enumerable.Range(0, search.Forbidden.Regions.Count)];
        open.Push(new(search.Forbidden.Box.Lower.ToArray(), search.Forbidden.Box.Upper.ToArray(), null, all, double.NegativeInfinity));
        double least = double.PositiveInfinity;
        while (open.TryPop(out Part part))
        {
            if (search.IsOver)
            {
                return open.Append(part).Min(static left => left.Bound);
            }

            search.Branches++;
            if (!search.Bounds.Linear(part.Lower, part.Upper, part.Known))
            {
                continue;
            }

            (int[] regions, double bound, int split) = Judge(part);
            if (regions.Length == 0)
            {
                least = Math.Min(least, bound);
                continue;
            }

            if (TryPoints(part))
            {
                return double.NaN;
            }

            if (!Halve(part, split, KnownBounds.Of(search.Bounds), regions, bound, open))
            {
                // A box of one point, of floats next to each other: rounding alone keeps it open.
                return bound;
            }
        }

        return least;
    }

    /// <summary>The regions that are left, the least bound, and the input to split at.</summary>
    private (int[] Regions, double Bound, int Split) Judge(Part part)
    {
        int rows = part.Regions.Sum(region => search.Forbidden.Regions[region].Count);
        double[] coefficients = new double[rows * _outputs];
        double[] bounds = new double[rows];
        int at = 0;
        foreach (int region in part.Regions)
        {
            foreach (LinearConstraint constraint in search.Forbidden.Regions[region])
            {
                constraint.Coefficients.CopyTo(coefficients.AsSpan(at++ * _outputs));
            }
        }

        search.Bounds.Backward(search.Bounds.Graph.Output, coefficients, rows, bounds);
        List<int> left = [];
        double least = double.PositiveInfinity;
        int leastRow = -1;
        at = 0;
        foreach (int region in part.Regions)
        {
            double best = double.NegativeInfinity;
            int bestRow = at;
            foreach (LinearConstraint constraint in search.Forbidden.Regions[region])
            {
                double bound = bounds[at] - constraint.Bound;
                bound -= 4.5e-16 * (Math.Abs(bounds[at]) + Math.Abs(constraint.Bound));
                (best, bestRow) = bound > best ? (bound, at) : (best, bestRow);
                at++;
            }

            if (!(best > 0))
            {
                left.Add(region);
            }

            (least, leastRow) = best < least ? (best, bestRow) : (least, leastRow);
        }

        return ([.. left], least, SplitAt(part, leastRow));
    }

    private int SplitAt(Part part, int row)
    {
        ReadOnlySpan<double> slopes = search.Bounds.InputCoefficients.Slice(row * _inputs, _inputs);
        double floor = 0;
        foreach (double slope in slopes)
        {
            floor = Math.Max(floor, SlopeFloor * Math.Abs(slope));
        }

        int split = 0;
        double most = -1;
        for (int i = 0; i < _inputs; i++)
        {
            double gain = Math.Max(Math.Abs(slopes[i]), floor) * (part.Upper[i] - part.Lower[i]);
            (split, most) = gain > most ? (i, gain) : (split, most);
        }

        return split;
    }

    private bool TryPoints(Part part)
    {
        Span<double> middle = stackalloc double[_inputs];
        Span<double> outputs = stackalloc double[_outputs];
        for (int i = 0; i < _inputs; i++)
        {
            middle[i] = 0.5 * (part.Lower[i] + part.Upper[i]);
        }

        search.Graph.Double.Evaluate(middle, outputs);
        return search.IsForbidden(outputs) && search.TryConfirm(middle);
    }

    private static bool Halve(Part part, int split, KnownBounds known, int[] regions, double bound, Stack<Part> open)
    {
        double middle = 0.5 * (part.Lower[split] + part.Upper[split]);
        if (middle <= part.Lower[split] || middle >= part.Upper[split])
        {
            return false;
        }

        double[] below = [.. part.Upper];
        double[] above = [.. part.Lower];
        (below[split], above[split]) = (middle, middle);
        open.Push(new(part.Lower, below, known, regions, bound));
        open.Push(new(above, part.Upper, known, regions, bound));
        return true;
    }
}
