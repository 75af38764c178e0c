using System.Numerics;
using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>The maximum mean discrepancy with a permutation p-value.</summary>
internal static class MeanDiscrepancy
{
    private const int Columns = 100;
    private const int Permutations = 100;
    private const double Bandwidth = 14;

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Thousand;
        string text = $"MMD, {n:n0} x {n:n0} rows, d = {Columns}, {Permutations} permutations";
        yield return new($"{text}, double", () => Compare(bench, bench.Normal(n * Columns, 1), bench.Normal(n * Columns, 2, 0.3), n, 1e-9));
        yield return new($"{text}, float", () => Compare(bench, bench.NormalFloats(n * Columns, 1), bench.NormalFloats(n * Columns, 2, 0.3), n, 1e-3));
    }

    private static Operation Compare<T>(Bench bench, Input<T> reference, Input<T> current, int n, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string[] arguments = [reference.File, current.File, Bench.Number(Columns), Bench.Number(Bandwidth), Bench.Number(Permutations)];
        MeanDiscrepancyResult result = default;
        double pairs = 2.0 * n * (2.0 * n - 1) / 2;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () => result = MaximumMeanDiscrepancy.Compute<T>(reference.Values, current.Values, Columns, Bandwidth, Permutations, seed: 1),
                () => [result.Statistic, result.BiasedStatistic]),
            Peers =
            [
                bench.HandWritten("NumPy matrix products", "discrepancy.by_products", arguments),
                bench.HandWritten("SciPy cdist + NumPy matrix products", "discrepancy.by_cdist", arguments),
            ],
            Tolerance = tolerance,
            Target = new(18),
            Limit = new(0, pairs * (Columns + Permutations) * sizeof(double)),
            Quoted = "2,100 (alibi-detect), 37 (hand-written NumPy)",
            Note = "The bandwidth is given. Permutations are drawn by each on its own, so that only the statistics are compared. Limit: a multiply-add in double for each pair and column, and for each pair and permutation; no exponentials.",
        };
    }
}
