using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The Wasserstein-1 and the energy distance against a reference that was prepared once.</summary>
internal static class MassTransport
{
    private const string Note = "SciPy has no prepared form: it sorts both samples.";
    private const string Quoted = "482 (SciPy)";

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        int other = n - 17;
        yield return new($"Wasserstein-1, prepared reference, {Sizes.Text(n)} against as many", () => Equal(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
        yield return new($"Wasserstein-1, prepared reference, {Sizes.Text(n)} against {other}", () => Unequal(bench, bench.Normal(n, 1), bench.Normal(other, 2, 0.2)));
        yield return new($"Wasserstein-1, nothing prepared, {Sizes.Text(n)} against as many", () => Unprepared(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
        yield return new($"energy distance, prepared reference, {Sizes.Text(n)} against as many", () => Energy(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
    }

    private static Operation Equal(Bench bench, Input<double> reference, Input<double> current) =>
        Prepared(bench, reference, current, bench.HandWritten("mean distance of equal ranks, reference sorted before", "transport.equal_sizes", [reference.File, current.File]));

    private static Operation Unequal(Bench bench, Input<double> reference, Input<double> current) =>
        Prepared(bench, reference, current, bench.HandWritten("merge by stable np.sort, reference sorted before", "transport.merged", [reference.File, current.File]));

    private static Operation Prepared(Bench bench, Input<double> reference, Input<double> current, Contender handWritten)
    {
        SortedSample<double> prepared = SortedSample<double>.Of(reference.Values);
        double distance = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => distance = Wasserstein.Of<double>(prepared, current.Values), () => [distance]),
            Peers = [bench.Peer("scipy.stats.wasserstein_distance", "transport.wasserstein", [reference.File, current.File]), handWritten],
            Target = new(Times: 20),
            Quoted = Quoted,
            Note = Note,
        };
    }

    private static Operation Unprepared(Bench bench, Input<double> reference, Input<double> current)
    {
        double distance = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => distance = Wasserstein.Of<double>(reference.Values, current.Values), () => [distance]),
            Peers = [bench.Peer("scipy.stats.wasserstein_distance", "transport.wasserstein", [reference.File, current.File])],
            Quoted = Quoted,
        };
    }

    private static Operation Energy(Bench bench, Input<double> reference, Input<double> current)
    {
        SortedSample<double> prepared = SortedSample<double>.Of(reference.Values);
        double distance = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => distance = EnergyDistance.Of<double>(prepared, current.Values), () => [distance]),
            Peers =
            [
                bench.Peer("scipy.stats.energy_distance", "transport.energy", [reference.File, current.File]),
                bench.HandWritten("merge by stable np.sort, reference sorted before", "transport.energy_merged", [reference.File, current.File]),
            ],
            Note = Note,
        };
    }
}
