using AISafety.Statistics;

namespace AISafety.Evaluation.Drift;

/// <summary>What other tools do by default, to show beside ours.</summary>
internal static class FixedRules
{
    /// <summary>Whether any feature's population stability index over ten quantile bins (or the categories) is above 0.1.</summary>
    public static bool AnyPsi(float[] reference, float[] current, int features, bool categorical)
    {
        for (int j = 0; j < features; j++)
        {
            float[] x = Column(reference, features, j);
            float[] y = Column(current, features, j);
            double psi = categorical
                ? PopulationStabilityIndex.Of<long>(Counts(x), Counts(y))
                : PopulationStabilityIndex.Of(BinnedSample<float>.ByQuantiles(x, 10), y);
            if (psi > 0.1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether any feature's Kolmogorov-Smirnov (or chi-square) p-value is 0.05 or less.</summary>
    public static bool AnyTest(float[] reference, float[] current, int features, bool categorical)
    {
        for (int j = 0; j < features; j++)
        {
            if (PValue(Column(reference, features, j), Column(current, features, j), categorical) <= 0.05)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Evidently's documented defaults: up to 1,000 reference rows a Kolmogorov-Smirnov or chi-square test at 0.05, above that a normalised Wasserstein or Jensen-Shannon distance of
    /// 0.1; the data set drifts if half the features do.</summary>
    public static bool Evidently(float[] reference, float[] current, int features, bool categorical)
    {
        int drifted = 0;
        for (int j = 0; j < features; j++)
        {
            float[] x = Column(reference, features, j);
            float[] y = Column(current, features, j);
            bool one = x.Length <= 1_000 ? PValue(x, y, categorical) < 0.05
                : categorical ? JensenShannonDistance.Of<long>(Counts(x), Counts(y)) >= 0.1
                : Wasserstein.Of<float>(x, y) / Moments.Of(x).StandardDeviation >= 0.1;
            drifted += one ? 1 : 0;
        }

        return 2 * drifted >= features;
    }

    public static double PValue(float[] x, float[] y, bool categorical) =>
        categorical ? ChiSquareTest.Compute<long>(Counts(x), Counts(y)).PValue : KolmogorovSmirnov.Compute<float>(x, y, PValueMethod.Asymptotic).PValue;

    public static float[] Column(float[] rows, int features, int column)
    {
        float[] values = new float[rows.Length / features];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = rows[(i * features) + column];
        }

        return values;
    }

    private static long[] Counts(float[] codes)
    {
        long[] counts = new long[5];
        foreach (float code in codes)
        {
            counts[(int)code]++;
        }

        return counts;
    }
}
