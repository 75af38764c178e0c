using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>How often each category occurs.</summary>
internal static class Categories
{
    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        foreach (int categories in new[] { 10, 40, 200 })
        {
            yield return new($"category counts, K = {categories}, {Sizes.Text(n)} byte", () => Bytes(bench, n, categories));
            yield return new($"category counts, K = {categories}, {Sizes.Text(n)} int", () => Integers(bench, n, categories));
        }
    }

    private static Operation Bytes(Bench bench, int n, int categories)
    {
        Input<byte> codes = Codes(bench, n, categories);
        long[] counts = new long[categories];
        return Row(categories, codes.Values.Length, 1, Bench.Ours(() => CategoryCounts.Compute(codes.Values, counts), () => Bench.Answer(counts)), Peers(bench, codes.File, categories));
    }

    private static Operation Integers(Bench bench, int n, int categories)
    {
        int[] values = [.. Codes(bench, n, categories).Values.Select(code => (int)code)];
        Input<int> codes = bench.Inputs.Get($"codes-{n}-{categories}", () => values);
        Input<long> wide = bench.Inputs.Get($"codes-{n}-{categories}", () => values.Select(code => (long)code).ToArray());
        long[] counts = new long[categories];
        Contender own = bench.Peer("np.bincount of 64-bit codes, its own width", "categories.count", [wide.File, Bench.Number(categories)]);
        return Row(categories, codes.Values.Length, sizeof(int), Bench.Ours(() => CategoryCounts.Compute(codes.Values, counts), () => Bench.Answer(counts)), [.. Peers(bench, codes.File, categories), own]);
    }

    private static Operation Row(int categories, int n, int size, Contender ours, Contender[] peers) => new()
    {
        Unit = Unit.Element(n),
        Ours = ours,
        Peers = peers,
        Target = categories <= 40 ? new(0.4) : null,
        Limit = new((double)n * size),
    };

    private static Contender[] Peers(Bench bench, string file, int categories)
    {
        string[] arguments = [file, Bench.Number(categories)];
        return
        [
            bench.Peer("np.bincount", "categories.count", arguments),
            bench.Peer("pandas value_counts", "categories.value_counts", arguments),
            bench.HandWritten("np.count_nonzero for each code", "categories.compare", arguments),
        ];
    }

    private static Input<byte> Codes(Bench bench, int n, int categories) =>
        bench.Inputs.Get($"codes-{n}-{categories}", () => Draws.Codes(n, categories, categories));
}
