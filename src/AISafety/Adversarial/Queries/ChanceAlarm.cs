namespace AISafety.Adversarial;

/// <summary>How probable it is that ordinary queries are suspected.</summary>
internal static class ChanceAlarm
{
    /// <summary>The probability that a query is near one before it, and with it enough of the ring are, where each is so by chance.</summary>
    /// <param name="recent">How many queries are judged.</param>
    /// <param name="alarmCount">From how many near ones on a caller is suspected.</param>
    /// <param name="nearShare">The probability that two queries are near each other: 0 to 1.</param>
    /// <remarks>p P(X &gt;= alarmCount - 1), X binomial of recent - 1 trials at p = recent x nearShare, the union bound of being near any of the ring.</remarks>
    public static double Of(int recent, int alarmCount, double nearShare)
    {
        double p = recent * nearShare;
        if (p >= 1)
        {
            return 1;
        }

        double term = Math.Pow(1 - p, recent - 1);
        double below = 0;
        for (int i = 0; i < alarmCount - 1; i++)
        {
            below += term;
            term *= (recent - 1 - i) / (i + 1.0) * (p / (1 - p));
        }

        return p * Math.Max(0, 1 - below);
    }
}
