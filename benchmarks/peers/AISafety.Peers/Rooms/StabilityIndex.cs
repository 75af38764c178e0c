using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The population stability index of two samples, from their values on.</summary>
internal static class StabilityIndex
{
    private const int Bins = 10;
    private const double Floor = PopulationStabilityIndex.DefaultFloor;
    private const string Note = "All with the same floor, so that the answers agree: no proportion counts as less than 1e-4 (Evidently raises only those of 0).";

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"PSI as Evidently bins it: pooled Sturges bins, two samples of {Sizes.Text(n)}", () => Pooled(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
        yield return new($"PSI by {Bins} quantile bins of the reference, two samples of {Sizes.Text(n)}", () => FromScratch(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
        yield return new($"PSI, reference binned before by {Bins} quantiles, {Sizes.Text(n)}", () => Prepared(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
    }

    private static Operation Pooled(Bench bench, Input<double> reference, Input<double> current)
    {
        string[] arguments = [reference.File, current.File, Bench.Number(Floor)];
        double index = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => index = Pooled(reference.Values, current.Values), () => [index]),
            Peers =
            [
                bench.Peer("np.histogram_bin_edges + np.histogram by edges, Evidently's way", "stability.pooled", arguments),
                bench.HandWritten("np.histogram by range", "stability.pooled_by_range", arguments),
            ],
            Target = new(Times: 20),
            Quoted = "72 (Evidently)",
            Limit = new(2.0 * (reference.Values.Length + current.Values.Length) * sizeof(double)),
            Note = $"{Note} Limit: both samples are read twice, for the range and for the counts.",
        };
    }

    private static double Pooled(double[] reference, double[] current)
    {
        Moments pooled = Moments.Of(reference).Merge(Moments.Of(current));
        int bins = (int)Math.Ceiling(Math.Log2(pooled.Count) + 1);
        double[] edges = new double[bins + 1];
        for (int i = 0; i < bins; i++)
        {
            edges[i] = pooled.Min + i * ((pooled.Max - pooled.Min) / bins);
        }

        edges[bins] = pooled.Max;
        long[] first = new long[bins];
        long[] second = new long[bins];
        Histogram.Compute<double>(reference, edges, first);
        Histogram.Compute<double>(current, edges, second);
        return PopulationStabilityIndex.Of<long>(first, second, Floor);
    }

    private static Operation FromScratch(Bench bench, Input<double> reference, Input<double> current)
    {
        string[] arguments = [reference.File, current.File, Bench.Number(Bins), Bench.Number(Floor)];
        double index = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => index = PopulationStabilityIndex.Of<double>(BinnedSample<double>.ByQuantiles(reference.Values, Bins), current.Values), () => [index]),
            Peers =
            [
                bench.Peer("np.quantile + np.histogram by edges", "stability.by_quantiles", arguments),
                bench.HandWritten("np.quantile + np.count_nonzero for each edge", "stability.by_quantiles_compared", arguments),
            ],
            Target = new(Times: 20),
            Note = Note,
        };
    }

    private static Operation Prepared(Bench bench, Input<double> reference, Input<double> current)
    {
        BinnedSample<double> prepared = BinnedSample<double>.ByQuantiles(reference.Values, Bins);
        string[] arguments = [reference.File, current.File, bench.Inputs.Get($"edges-{Bins}", () => prepared.Bins.Edges.ToArray()).File, Bench.Number(Floor)];
        double bytes = (double)current.Values.Length * sizeof(double);
        double index = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => index = PopulationStabilityIndex.Of(prepared, current.Values), () => [index]),
            Peers =
            [
                bench.Peer("np.histogram by edges", "stability.by_edges", arguments),
                bench.HandWritten("np.count_nonzero for each edge", "stability.by_comparison", arguments),
            ],
            Target = new(Times: 20),
            Limit = new(bytes, bytes * (Bins - 1)),
            Note = Note,
        };
    }
}
