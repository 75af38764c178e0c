using System.Numerics;
using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The two-sample Kolmogorov-Smirnov test against a reference that was prepared once.</summary>
internal static class KolmogorovGaps
{
    public static IEnumerable<Entry> Entries(Bench bench)
    {
        foreach ((int n, double target) in new[] { (bench.Sizes.TenThousand, 0.07), (bench.Sizes.Million, 16) })
        {
            yield return new($"KS statistic, prepared reference, {Sizes.Text(n)} double", () => Statistic(bench, bench.Normal(n, 1), bench.Normal(n, 2), target));
            yield return new($"KS statistic, prepared reference, {Sizes.Text(n)} float", () => Statistic(bench, bench.NormalFloats(n, 1), bench.NormalFloats(n, 2), target));
            yield return new($"KS test with p-value, prepared reference, {Sizes.Text(n)} double", () => Test(bench, bench.Normal(n, 1), bench.Normal(n, 2), target));
        }

        int million = bench.Sizes.Million;
        yield return new($"KS test with p-value, nothing prepared, {Sizes.Text(million)} double", () => Unprepared(bench, bench.Normal(million, 1), bench.Normal(million, 2)));
        yield return new($"KS p-value at D = 2.5 / sqrt(n), n = {Sizes.Text(million / 2)}", () => PValue(bench, million / 2));
    }

    private static Operation Statistic<T>(Bench bench, Input<T> reference, Input<T> current, double target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SortedSample<T> prepared = SortedSample<T>.Of(reference.Values);
        TwoSampleResult result = default;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => result = KolmogorovSmirnov.Compute(prepared, current.Values, PValueMethod.Asymptotic), () => [result.Statistic]),
            Peers =
            [
                bench.HandWritten("np.sort + np.searchsorted, reference sorted before", "kolmogorov.statistic", [reference.File, current.File]),
                bench.HandWritten("np.sort + merge by stable np.argsort, reference sorted before", "kolmogorov.statistic_by_merge", [reference.File, current.File]),
            ],
            Target = new(target),
            Note = "Ours also computes the asymptotic p-value.",
        };
    }

    private static Operation Test(Bench bench, Input<double> reference, Input<double> current, double target)
    {
        SortedSample<double> prepared = SortedSample<double>.Of(reference.Values);
        TwoSampleResult result = default;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => result = KolmogorovSmirnov.Compute<double>(prepared, current.Values), () => [result.Statistic, result.PValue]),
            Peers = [bench.Peer("scipy.stats.ks_2samp", "kolmogorov.ks_2samp", [reference.File, current.File])],
            Tolerance = 1e-6,
            Target = new(target, 15),
            Note = "SciPy has no prepared form: it sorts both samples. p-values are exact at 1e4, and of the one-sample distribution at 1e6.",
        };
    }

    private static Operation Unprepared(Bench bench, Input<double> reference, Input<double> current)
    {
        TwoSampleResult result = default;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => result = KolmogorovSmirnov.Compute<double>(reference.Values, current.Values), () => [result.Statistic, result.PValue]),
            Peers = [bench.Peer("scipy.stats.ks_2samp", "kolmogorov.ks_2samp", [reference.File, current.File])],
            Tolerance = 1e-6,
        };
    }

    private static Operation PValue(Bench bench, int n)
    {
        double d = 2.5 / Math.Sqrt(n);
        double p = 0;
        return new()
        {
            Unit = Unit.Microseconds,
            Ours = Bench.Ours(() => p = KolmogorovDistribution.Survival(n, d), () => [p]),
            Peers = [bench.Peer("scipy.stats.kstwo.sf", "kolmogorov.p_value", [Bench.Number(d), Bench.Number(n)])],
            Tolerance = 1e-6,
            Target = new(1),
            Quoted = "747,000 (SciPy)",
            Note = "scipy.stats.kstwobign gives the limit for n to infinity, which is another number.",
        };
    }
}
