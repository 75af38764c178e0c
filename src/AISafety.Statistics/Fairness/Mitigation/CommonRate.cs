namespace AISafety.Statistics;

/// <summary>The best thresholds with one rate of all groups in a window.</summary>
internal static class CommonRate
{
    /// <param name="hulls">Of each group.</param>
    /// <param name="criterion">Says which rate.</param>
    /// <param name="tolerance">The width of the window; 0 to 1.</param>
    /// <param name="value">A group's part of the objective, by its false and true positives.</param>
    public static GroupThreshold[] Rules(RocHull[] hulls, FairnessCriterion criterion, double tolerance, Func<long, long, double> value)
    {
        HullCurve[] curves = Array.ConvertAll(hulls, hull => HullCurve.Of(
            hull,
            criterion switch
            {
                FairnessCriterion.DemographicParity => (falsePositives, truePositives) => (double)(falsePositives + truePositives) / (hull.Positives + hull.Negatives),
                FairnessCriterion.EqualOpportunity => (_, truePositives) => (double)truePositives / hull.Positives,
                _ => (falsePositives, _) => (double)falsePositives / hull.Negatives,
            },
            value));

        // Each group moves with an end of the window as long as its best rate is outside: the sum bends where an end passes a vertex.
        double[] starts = [.. curves.SelectMany(static curve => curve.Rates).SelectMany(rate => new[] { rate, rate - tolerance }).Where(static start => start >= 0).Distinct().Order()];
        double[] sums = Array.ConvertAll(starts, start => curves.Sum(curve => curve.At(Within(curve, start, tolerance))));
        double bestStart = starts[HullCurve.FirstBest(sums)];
        return Array.ConvertAll(curves, curve => curve.RuleAt(Within(curve, bestStart, tolerance)));
    }

    private static double Within(HullCurve curve, double start, double tolerance) => Math.Clamp(curve.Best, start, start + tolerance);
}
