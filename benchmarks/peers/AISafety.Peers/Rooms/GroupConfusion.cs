using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>A confusion table for each group.</summary>
internal static class GroupConfusion
{
    private const int Groups = 10;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"confusion by group, {Sizes.Text(n)} x {Groups} groups", () => Count(bench, n));
    }

    private static Operation Count(Bench bench, int n)
    {
        Input<byte> groups = bench.Inputs.Get("groups", () => Draws.Codes(n, Groups, 11));
        Input<byte> labels = bench.Inputs.Get("group-labels", () => Draws.Codes(n, 2, 12));
        Input<byte> predictions = bench.Inputs.Get("group-predictions", () => Draws.Codes(n, 2, 13));
        string[] arguments = [groups.File, labels.File, predictions.File, Bench.Number(Groups)];
        ConfusionCounts[] counts = new ConfusionCounts[Groups];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => Confusion.ByGroup(groups.Values, labels.Values, predictions.Values, counts), () => Answer(counts)),
            Peers =
            [
                bench.Peer("np.bincount of a packed key", "confusion.by_bincount", arguments),
                bench.HandWritten("np.count_nonzero for each key", "confusion.by_comparison", arguments),
                bench.Peer("pandas groupby size", "confusion.by_pandas", arguments),
            ],
            Target = new(0.4),
            Limit = new(3.0 * n, 4.0 * Groups * n),
            Note = "Arithmetic limit: one comparison of bytes for each row and key.",
        };
    }

    // In the order of the key group x 4 + label x 2 + prediction.
    private static double[] Answer(ConfusionCounts[] counts) =>
        [.. counts.SelectMany(count => new double[] { count.TrueNegatives, count.FalsePositives, count.FalseNegatives, count.TruePositives })];
}
