using AISafety.Robustness.Bounds;

namespace AISafety.Robustness.Proofs;

/// <summary>Halves the box, at the input that the bound depends on most, until every part is proved or a counterexample is found.</summary>
internal sealed class InputBranching(Search search)
{
    // An input that the bound seems not to depend on is halved too, once it is this many times wider: where lines are loose, slopes say little.
    private const double SlopeFloor = 0.03;

    private readonly record struct Part(double[] Lower, double[] Upper, KnownBounds? Known, int[] Regions, double Bound);

    // Some megabytes of bounds.
    private const int MaxSorted = 5000;

    private readonly int _inputs = search.Graph.InputLength;
    private readonly int _outputs = search.Graph.OutputLength;
    private double[]? _best;
    private double _leastExcess = double.PositiveInfinity;
    private long _nextDescent = 20;

    /// <param name="known">Bounds that hold for the inputs in question; null: all of the box.</param>
    /// <param name="regions">The regions to rule out, by their index.</param>
    /// <returns>The least bound of the parts that are left: above 0 if there are none; NaN if there is a counterexample.</returns>
    public double Run(KnownBounds? known, int[] regions)
    {
        OpenParts<Part> open = new(MaxSorted);
        open.Add(double.NegativeInfinity, new(search.Forbidden.Box.Lower.ToArray(), search.Forbidden.Box.Upper.ToArray(), known, regions, double.NegativeInfinity));
        double least = double.PositiveInfinity;
        while (open.TryTake(out Part part))
        {
            if (search.IsOver)
            {
                return Math.Min(0, open.All.Append(part).Min(static left => left.Bound));
            }

            search.Branches++;
            if (!search.Bounds.Linear(part.Lower, part.Upper, part.Known))
            {
                continue;
            }

            (int[] left, double bound, int row) = Judge(part);
            if (left.Length == 0)
            {
                least = Math.Min(least, bound);
                continue;
            }

            int split = SplitAt(part, row);
            if (TryPoints(part, row))
            {
                return double.NaN;
            }

            if (!Halve(part, split, KnownBounds.Of(search.Bounds), left, bound, open))
            {
                // A box of one point, of floats next to each other: rounding alone keeps it open.
                return Math.Min(0, bound);
            }
        }

        return least;
    }

    /// <summary>The regions that are left, the least bound, and its row.</summary>
    private (int[] Regions, double Bound, int Row) Judge(Part part)
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
            int first = at;
            foreach (LinearConstraint constraint in search.Forbidden.Regions[region])
            {
                bounds[at] -= constraint.Bound + 4.5e-16 * (Math.Abs(bounds[at]) + Math.Abs(constraint.Bound));
                (best, bestRow) = bounds[at] > best ? (bounds[at], at) : (best, bestRow);
                at++;
            }

            best = JointBound.Greatest(bounds.AsSpan(first..at), search.Bounds.InputCoefficients[(first * _inputs)..(at * _inputs)], part.Lower, part.Upper);
            if (!(best > 0))
            {
                left.Add(region);
            }

            (least, leastRow) = best < least ? (best, bestRow) : (least, leastRow);
        }

        return ([.. left], least, leastRow);
    }

    private int SplitAt(Part part, int row)
    {
        ReadOnlySpan<double> slopes = search.Bounds.InputCoefficients.Slice(row * _inputs, _inputs);
        double floor = 0;
        foreach (double one in slopes)
        {
            floor = double.IsFinite(one) ? Math.Max(floor, SlopeFloor * Math.Abs(one)) : floor;
        }

        int split = 0;
        double most = -1;
        for (int i = 0; i < _inputs; i++)
        {
            double slope = double.IsFinite(slopes[i]) ? Math.Abs(slopes[i]) : 0;
            double gain = Math.Max(Math.Max(slope, floor), double.Epsilon) * (part.Upper[i] - part.Lower[i]);
            (split, most) = gain > most ? (i, gain) : (split, most);
        }

        return split;
    }

    /// <summary>Tries the middle and the corner where the bound is least; and goes downhill from the best that was ever met, now and then.</summary>
    private bool TryPoints(Part part, int row)
    {
        double[] middle = new double[_inputs];
        double[] corner = new double[_inputs];
        ReadOnlySpan<double> slopes = search.Bounds.InputCoefficients.Slice(row * _inputs, _inputs);
        for (int i = 0; i < _inputs; i++)
        {
            middle[i] = 0.5 * (part.Lower[i] + part.Upper[i]);
            corner[i] = slopes[i] >= 0 ? part.Lower[i] : part.Upper[i];
        }

        if (TryPoint(middle) || TryPoint(corner))
        {
            return true;
        }

        if (_best is null || search.Branches < _nextDescent)
        {
            return false;
        }

        // Rarer each time: a property that holds should not pay for it.
        _nextDescent = search.Branches + Math.Max(20, search.Branches / 10);
        double[] start = _best;
        (_best, _leastExcess) = (null, double.PositiveInfinity);
        return Falsifier.TryDescend(search, start);
    }

    private bool TryPoint(double[] point)
    {
        double[] outputs = new double[_outputs];
        search.Double.Evaluate(point, outputs);
        double excess = search.Excess(outputs);
        (_best, _leastExcess) = excess < _leastExcess ? (point, excess) : (_best, _leastExcess);
        return excess <= 0 && search.TryConfirm(point);
    }

    private static bool Halve(Part part, int split, KnownBounds known, int[] regions, double bound, OpenParts<Part> open)
    {
        double middle = 0.5 * (part.Lower[split] + part.Upper[split]);
        if (middle <= part.Lower[split] || middle >= part.Upper[split])
        {
            return false;
        }

        double[] below = [.. part.Upper];
        double[] above = [.. part.Lower];
        (below[split], above[split]) = (middle, middle);
        open.Add(bound, new(part.Lower, below, known, regions, bound));
        open.Add(bound, new(above, part.Upper, known, regions, bound));
        return true;
    }
}
