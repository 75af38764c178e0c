namespace AISafety.Statistics;

/// <summary>The quantile that split conformal prediction takes of n calibration scores: the k-th least, k = ceil((n + 1)(1 - alpha)).</summary>
internal static class ConformalRank
{
    /// <summary>The k-th least of scores; +infinity if k is more than there are.</summary>
    /// <param name="scores">Without NaN; sorted here.</param>
    /// <param name="alpha">How often the truth may lie outside.</param>
    public static double Quantile(Span<double> scores, double alpha)
    {
        scores.Sort();

        // The same division as in SplitConformal.Threshold, so that (1 - alpha) of whole numbers is not rounded to the next rank.
        int outside = (int)(alpha * (scores.Length + 1.0));
        while ((outside + 1) / (scores.Length + 1.0) <= alpha)
        {
            outside++;
        }

        while (outside / (scores.Length + 1.0) > alpha)
        {
            outside--;
        }

        return outside == 0 ? double.PositiveInfinity : scores[scores.Length - outside];
    }

    /// <summary>Refuses a rate that is not between 0 and 1.</summary>
    public static void RequireRate(double alpha)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a rate of more than 0 and less than 1.");
        }
    }

    /// <summary>Refuses NaN, and no values.</summary>
    public static void RequireNumbers(ReadOnlySpan<double> values, string name)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There is no calibration row; expected at least one.", name);
        }

        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                throw new ArgumentException("A value is NaN; expected numbers.", name);
            }
        }
    }

    /// <summary>Refuses lengths that differ.</summary>
    public static void RequireSameLength(int one, int other, string name)
    {
        if (one != other)
        {
            throw new ArgumentException($"There are {one} and {other} calibration values; expected as many.", name);
        }
    }
}
