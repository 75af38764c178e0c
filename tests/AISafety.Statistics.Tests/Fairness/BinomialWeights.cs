namespace AISafety.Statistics.Tests;

/// <summary>How probable each number of successes is: coverage is summed over all outcomes, without sampling error.</summary>
internal static class BinomialWeights
{
    public static double[] Of(int trials, double p)
    {
        double[] weights = new double[trials + 1];
        double choose = 0;
        for (int k = 0; k <= trials; k++)
        {
            weights[k] = Math.Exp(choose + k * Math.Log(p) + (trials - k) * Math.Log(1 - p));
            choose += Math.Log(trials - k) - Math.Log(k + 1);
        }

        return weights;
    }

    /// <summary>How often an interval of one sample holds p.</summary>
    public static double Coverage(Interval[] intervals, double p)
    {
        double[] weights = Of(intervals.Length - 1, p);
        double covered = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            covered += intervals[k].Contains(p) ? weights[k] : 0;
        }

        return covered;
    }

    /// <summary>How often an interval of two independent samples holds a truth.</summary>
    public static double Coverage(Interval[,] intervals, double p, double q, double truth)
    {
        double[] first = Of(intervals.GetLength(0) - 1, p);
        double[] second = Of(intervals.GetLength(1) - 1, q);
        double covered = 0;
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                covered += intervals[i, j].Lower <= truth + 1e-12 && intervals[i, j].Upper >= truth - 1e-12 ? first[i] * second[j] : 0;
            }
        }

        return covered;
    }
}
