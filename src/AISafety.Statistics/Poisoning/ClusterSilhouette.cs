namespace AISafety.Statistics;

/// <summary>How well two clusters are apart: the mean of (b - a) / max(a, b), with a a point's mean distance from the others of its own cluster and b from those of the other.</summary>
/// <remarks>Source: Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation of cluster analysis, J. Comput. Appl. Math. 20, 1987.</remarks>
internal static class ClusterSilhouette
{
    // All pairs of so many points take a moment; of more, evenly spaced ones stand for all.
    private const int MostPoints = 2000;

    /// <summary>From -1 to 1; a point alone in its cluster counts 0.</summary>
    public static double Of(double[] points, int width, bool[] inSecond)
    {
        int used = Math.Min(inSecond.Length, MostPoints);
        int[] rows = [.. Enumerable.Range(0, used).Select(i => (int)((long)i * inSecond.Length / used))];
        double[] toFirst = new double[used];
        double[] toSecond = new double[used];
        for (int i = 0; i < used; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double distance = Math.Sqrt(PooledRows.SquaredDistance(points.AsSpan(rows[i] * width, width), points.AsSpan(rows[j] * width, width)));
                (inSecond[rows[j]] ? toSecond : toFirst)[i] += distance;
                (inSecond[rows[i]] ? toSecond : toFirst)[j] += distance;
            }
        }

        int second = rows.Count(row => inSecond[row]);
        int first = used - second;
        double sum = 0;
        for (int i = 0; i < used; i++)
        {
            bool own = inSecond[rows[i]];
            (int mates, int others) = own ? (second - 1, first) : (first - 1, second);
            if (mates > 0 && others > 0)
            {
                double a = (own ? toSecond : toFirst)[i] / mates;
                double b = (own ? toFirst : toSecond)[i] / others;
                sum += Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
            }
        }

        return sum / used;
    }
}
