namespace AISafety.Statistics;

/// <summary>The best thresholds with one false and one true positive rate of all groups.</summary>
internal static class CommonPoint
{
    /// <param name="hulls">Of each group; with rows of both labels.</param>
    /// <param name="price">What a unit of the false positive rate costs, in units of the true positive rate.</param>
    public static GroupThreshold[] Rules(RocHull[] hulls, double price)
    {
        HullCurve[] curves = Array.ConvertAll(hulls, static hull => HullCurve.Of(
            hull, (falsePositives, _) => (double)falsePositives / hull.Negatives, (_, truePositives) => (double)truePositives / hull.Positives));
        double rate = Best(curves, price);
        double reached = LowestAt(curves, rate);
        return Array.ConvertAll(curves, curve => Lowered(curve.RuleAt(rate), curve.At(rate), rate, reached));
    }

    // The lowest of concave functions is concave. Its best bend of those that the functions have is next to the best of all, which may
    // lie where two of them cross.
    private static double Best(HullCurve[] curves, double price)
    {
        double[] bends = [.. curves.SelectMany(static curve => curve.Rates).Distinct().Order()];
        int best = HullCurve.FirstBest(Array.ConvertAll(bends, Value));
        List<double> rates = [bends[best]];
        for (int i = Math.Max(0, best - 1); i < Math.Min(bends.Length - 1, best + 1); i++)
        {
            rates.AddRange(Crossings(curves, bends[i], bends[i + 1]));
        }

        double[] ascending = [.. rates.Order()];
        return ascending[HullCurve.FirstBest(Array.ConvertAll(ascending, Value))];

        double Value(double rate) => LowestAt(curves, rate) - price * rate;
    }

    private static IEnumerable<double> Crossings(HullCurve[] curves, double from, double to)
    {
        (double Slope, double Intercept)[] lines = [.. curves.Select(curve => curve.LineOver(from, to)).Distinct()];
        for (int i = 0; i < lines.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double crossing = (lines[j].Intercept - lines[i].Intercept) / (lines[i].Slope - lines[j].Slope);
                if (crossing > from && crossing < to)
                {
                    yield return crossing;
                }
            }
        }
    }

    private static double LowestAt(HullCurve[] curves, double rate)
    {
        double lowest = double.PositiveInfinity;
        foreach (HullCurve curve in curves)
        {
            lowest = Math.Min(lowest, curve.At(rate));
        }

        return lowest;
    }

    // A share of the calls is decided without the score, at the false positive rate, which that rate is then left at.
    private static GroupThreshold Lowered(GroupThreshold rule, double value, double rate, double reached)
    {
        double ignoring = value > reached + HullCurve.Rounding ? (value - reached) / (value - rate) : 0;
        double chance = ignoring * rate;
        return ignoring == 0
            ? rule
            : new(rule.Lower, rule.Upper, chance, chance + (1 - ignoring) * rule.Between, chance + (1 - ignoring));
    }
}
