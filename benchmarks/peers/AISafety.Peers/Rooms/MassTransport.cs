using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The Wasserstein-1 and the energy distance against a reference that was prepared once.</summary>
internal static class MassTransport
{
    private const string Note = "SciPy has no prepared form: it sorts both samples.";

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        int other = n - 17;
        yield return new($"Wasserstein-1, prepared reference, {Sizes.Text(n)} against as many", () => Equal(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
        yield return new($"Wasserstein-1, prepared reference, {Sizes.Text(n)} against {other}", () => Unequal(bench, bench.Normal(n, 1), bench.Normal(other, 2, 0.2)));
        yield return new($"energy distance, prepared reference, {Sizes.Text(n)} against as many", () => Energy(bench, bench.Normal(n, 1), bench.Normal(n, 2, 0.2)));
    }

    private static Operation Equal(Bench bench, Input<double> reference, Input<double> current) =>
        Wasserstein(bench, reference, current, [bench.Peer("hand-written NumPy for equal sizes, reference sorted before", "transport.equal_sizes", [reference.File, current.File])]);

    private static Operation Unequal(Bench bench, Input<double> reference, Input<double> current) => Wasserstein(bench, reference, current, []);

    private static Operation Wasserstein(Bench bench, Input<double> reference, Input<double> current, Contender[] more)
    {
        PreparedWasserstein<double> prepared = PreparedWasserstein<double>.Fit(reference.Values);
        double distance = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => distance = prepared.Distance(current.Values), () => [distance]),
            Peers = [bench.Peer("scipy.stats.wasserstein_distance", "transport.wasserstein", [reference.File, current.File]), .. more],
            Target = new(Times: 20),
            Quoted = "482 (SciPy)",
            Note = Note,
        };
    }

    private static Operation Energy(Bench bench, Input<double> reference, Input<double> current)
    {
        SortedSample prepared = SortedSample.Of<double>(reference.Values);
        double distance = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => distance = EnergyDistance.Of<double>(prepared, current.Values), () => [distance]),
            Peers = [bench.Peer("scipy.stats.energy_distance", "transport.energy", [reference.File, current.File])],
            Note = Note,
        };
    }
}
