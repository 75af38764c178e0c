namespace AISafety.Statistics;

/// <summary>The upper convex hull of the ROC curve of some rows, in counts: what mixtures of thresholds can reach, and nothing better.</summary>
/// <remarks>From no row selected to all, along falling thresholds; every turn is a right one, without points on a straight line. Rows of equal scores are one step. Computed in whole numbers. Source:
/// Provost and Fawcett, Robust classification for imprecise environments, Machine Learning 42, 2001.</remarks>
internal sealed class RocHull
{
    private RocHull(List<(long FalsePositives, long TruePositives, double Threshold)> points)
    {
        FalsePositives = [.. points.Select(static point => point.FalsePositives)];
        TruePositives = [.. points.Select(static point => point.TruePositives)];
        Thresholds = [.. points.Select(static point => point.Threshold)];
    }

    /// <summary>Rows of label 0 selected, at each vertex; ascending.</summary>
    public long[] FalsePositives { get; }

    /// <summary>Rows of label 1 selected, at each vertex; ascending.</summary>
    public long[] TruePositives { get; }

    /// <summary>The least score selected at each vertex: +infinity, then halfway between neighbouring scores, then -infinity.</summary>
    public double[] Thresholds { get; }

    public long Positives => TruePositives[^1];

    public long Negatives => FalsePositives[^1];

    /// <param name="scores">Finite, or NaN, which is passed over.</param>
    /// <param name="labels">0 or 1; as many.</param>
    public static RocHull Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        using RankedScores<double> ranked = new(scores, labels);
        Collector steps = new([]);
        ranked.Walk(ref steps);
        List<(double Score, int Positives, int Negatives)> ascending = steps.Steps;
        List<(long FalsePositives, long TruePositives, double Threshold)> hull = [(0, 0, double.PositiveInfinity)];
        long falsePositives = 0;
        long truePositives = 0;
        for (int i = ascending.Count - 1; i >= 0; i--)
        {
            falsePositives += ascending[i].Negatives;
            truePositives += ascending[i].Positives;
            while (hull.Count > 1 && !TurnsRight(hull[^2], hull[^1], falsePositives, truePositives))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add((falsePositives, truePositives, i == 0 ? double.NegativeInfinity : Between(ascending[i - 1].Score, ascending[i].Score)));
        }

        return new(hull);
    }

    private static bool TurnsRight(
        (long FalsePositives, long TruePositives, double Threshold) first, (long FalsePositives, long TruePositives, double Threshold) middle, long falsePositives, long truePositives) =>
        (Int128)(middle.TruePositives - first.TruePositives) * (falsePositives - middle.FalsePositives)
        > (Int128)(truePositives - middle.TruePositives) * (middle.FalsePositives - first.FalsePositives);

    // Between neighbouring doubles there is nothing; and halfway must not round down to a score that is not selected.
    private static double Between(double lower, double upper)
    {
        double middle = 0.5 * lower + 0.5 * upper;
        return middle > lower ? middle : upper;
    }

    private readonly struct Collector(List<(double Score, int Positives, int Negatives)> steps) : IScoreVisitor<double>
    {
        public List<(double Score, int Positives, int Negatives)> Steps { get; } = steps;

        public void Visit(double score, int positives, int negatives) => Steps.Add((score, positives, negatives));
    }
}
