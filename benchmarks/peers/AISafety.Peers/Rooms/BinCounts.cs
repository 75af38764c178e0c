using System.Numerics;
using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Counts by bins whose edges are quantiles of the values.</summary>
internal static class BinCounts
{
    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        foreach ((int bins, double floatTarget, double doubleTarget) in new[] { (10, 0.4, 0.75), (20, 0.85, 1.7), (50, 1.8, 3.0) })
        {
            yield return new($"bin counts, k = {bins}, {Sizes.Text(n)} float", () => Count(bench, bench.NormalFloats(n, 1), bins, floatTarget));
            yield return new($"bin counts, k = {bins}, {Sizes.Text(n)} double", () => Count(bench, bench.Normal(n, 1), bins, doubleTarget));
        }
    }

    private static Operation Count<T>(Bench bench, Input<T> values, int bins, double target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BinEdges<T> edges = BinEdges<T>.Quantiles(values.Values, bins);
        Input<T> inner = bench.Inputs.Get($"edges-{bins}", () => edges.Edges.ToArray());
        string[] arguments = [values.File, inner.File];
        long[] counts = new long[edges.BinCount];
        int size = typeof(T) == typeof(float) ? sizeof(float) : sizeof(double);
        double bytes = (double)values.Values.Length * size;
        return new()
        {
            Unit = Unit.Element(values.Values.Length),
            Ours = Bench.Ours(() => edges.Count(values.Values, counts), () => Bench.Answer(counts)),
            Peers =
            [
                bench.Peer("np.histogram by edges", "bins.histogram", arguments),
                bench.Peer("np.searchsorted + np.bincount", "bins.search", arguments),
                bench.HandWritten("np.count_nonzero for each edge", "bins.compare", arguments),
            ],
            Target = new(target, typeof(T) == typeof(float) ? 7 : double.NaN),
            Limit = new(bytes, bytes * (bins - 1)),
            Note = "Arithmetic limit: one comparison for each value and edge; a grid does without, which ours takes when there are many edges.",
        };
    }
}
