using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>How well scores rank rows of label 1 above those of label 0.</summary>
internal static class Ranking
{
    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"AUC, {Sizes.Text(n)} double", () => Area(bench, n));
        yield return new($"average precision, {Sizes.Text(n)} double", () => Precision(bench, n));
    }

    private static Operation Area(Bench bench, int n)
    {
        (Input<double> scores, Input<byte> labels) = Probabilities.Scored(bench, n);
        RocAucResult result = default;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => result = RocAuc.Compute<double>(scores.Values, labels.Values), () => [result.Area]),
            Peers =
            [
                bench.Peer("sklearn roc_auc_score", "ranking.area", [scores.File, labels.File]),
                bench.HandWritten("two np.sort and np.searchsorted", "ranking.area_by_search", [scores.File, labels.File]),
            ],
            Target = new(20),
            Note = "Ours also computes DeLong's variance.",
        };
    }

    private static Operation Precision(Bench bench, int n)
    {
        (Input<double> scores, Input<byte> labels) = Probabilities.Scored(bench, n);
        double precision = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => precision = AveragePrecision.Of<double>(scores.Values, labels.Values), () => [precision]),
            Peers =
            [
                bench.Peer("sklearn average_precision_score", "ranking.precision", [scores.File, labels.File]),
                bench.HandWritten("np.argsort, for scores without ties", "ranking.precision_without_ties", [scores.File, labels.File]),
            ],
        };
    }
}
