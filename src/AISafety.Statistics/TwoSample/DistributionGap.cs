using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The integral of the squared gap between the empirical distribution functions of two ascending samples.</summary>
internal static class DistributionGap
{
    public static double SquaredIntegral<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PooledRuns<T> runs = new(reference, current);
        runs.MoveNext();
        double sum = 0;
        double last = double.CreateTruncating(runs.Value);
        double gap = Gap(runs, reference.Length, current.Length);
        while (runs.MoveNext())
        {
            double value = double.CreateTruncating(runs.Value);
            sum += gap * gap * (value - last);
            last = value;
            gap = Gap(runs, reference.Length, current.Length);
        }

        return sum;
    }

    private static double Gap<T>(in PooledRuns<T> runs, double m, double n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (runs.XThrough * n - runs.YThrough * m) / (m * n);
}
