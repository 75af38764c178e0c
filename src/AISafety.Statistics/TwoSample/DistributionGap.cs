namespace AISafety.Statistics;

/// <summary>What is integrated over the gap between two distribution functions.</summary>
internal interface IGapMeasure
{
    static abstract double Of(double gap);
}

internal readonly struct AbsoluteGap : IGapMeasure
{
    public static double Of(double gap) => Math.Abs(gap);
}

internal readonly struct SquaredGap : IGapMeasure
{
    public static double Of(double gap) => gap * gap;
}

/// <summary>Integrals over the gap between the empirical distribution functions of two ascending samples.</summary>
internal static class DistributionGap
{
    public static double Integral<TMeasure>(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
        where TMeasure : struct, IGapMeasure
    {
        RequireFinite(reference, nameof(reference));
        RequireFinite(current, nameof(current));
        PooledRuns runs = new(reference, current);
        runs.MoveNext();
        double sum = 0;
        double last = runs.Value;
        double gap = Gap(runs, reference.Length, current.Length);
        while (runs.MoveNext())
        {
            sum += TMeasure.Of(gap) * (runs.Value - last);
            last = runs.Value;
            gap = Gap(runs, reference.Length, current.Length);
        }

        return sum;
    }

    private static double Gap(in PooledRuns runs, double m, double n) => (runs.XThrough * n - runs.YThrough * m) / (m * n);

    private static void RequireFinite(ReadOnlySpan<double> ascending, string name)
    {
        if (double.IsInfinity(ascending[0]) || double.IsInfinity(ascending[^1]))
        {
            throw new ArgumentException("A number of the sample is infinite; expected finite ones.", name);
        }
    }
}
