using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Tests of two samples, from their values to the p-value; nothing is prepared.</summary>
internal static class RankTests
{
    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.TenThousand;
        string size = Sizes.Text(n);
        yield return new($"Mann-Whitney, two samples of {size}", () => Test(bench, n, "scipy.stats.mannwhitneyu", "mann_whitney", (x, y) => Pair(MannWhitney.Compute<double>(x, y))));
        yield return new($"Cramer-von Mises, two samples of {size}", () => Test(bench, n, "scipy.stats.cramervonmises_2samp", "cramer_von_mises", (x, y) => Pair(CramerVonMises.Compute<double>(x, y))));
        yield return new($"Anderson-Darling, two samples of {size}", () => Test(bench, n, "scipy.stats.anderson_ksamp", "anderson_darling", AndersonDarlingPair));
        yield return new($"Levene about medians, two samples of {size}", () => Test(bench, n, "scipy.stats.levene", "levene", (x, y) => Pair(Levene.Compute<double>(x, y))));
        yield return new($"Welch, two samples of {size}", () => Test(bench, n, "scipy.stats.ttest_ind", "welch", WelchPair));
    }

    private static Operation Test(Bench bench, int n, string peer, string function, Func<double[], double[], (double Statistic, double PValue)> compute)
    {
        Input<double> reference = bench.Normal(n, 1);
        Input<double> current = bench.Normal(n, 2, 0.02);
        (double statistic, double pValue) = (0, 0);
        return new()
        {
            Unit = Unit.Microseconds,
            Ours = Bench.Ours(() => (statistic, pValue) = compute(reference.Values, current.Values), () => [statistic, pValue]),
            Peers = [bench.Peer(peer, $"tests.{function}", [reference.File, current.File])],
            Tolerance = 1e-6,
        };
    }

    private static (double Statistic, double PValue) Pair(TwoSampleResult result) => (result.Statistic, result.PValue);

    private static (double Statistic, double PValue) AndersonDarlingPair(double[] x, double[] y)
    {
        AndersonDarlingResult result = AndersonDarling.Compute<double>(x, y);
        return (result.Statistic, result.PValue);
    }

    private static (double Statistic, double PValue) WelchPair(double[] x, double[] y)
    {
        WelchTResult result = WelchT.Compute<double>(x, y);
        return (result.Statistic, result.PValue);
    }
}
