using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>Fairness metrics by group. Fairlearn is in none of Debian's packages: it takes part if the interpreter finds it.</summary>
internal static class GroupFairness
{
    private const int Groups = 10;

    private static readonly GroupRate[] _rates =
    [
        GroupRate.SelectionRate, GroupRate.TruePositiveRate, GroupRate.FalsePositiveRate, GroupRate.FalseNegativeRate,
        GroupRate.TrueNegativeRate, GroupRate.PositivePredictiveValue, GroupRate.Accuracy,
    ];

    private static readonly FairnessCriterion[] _criteria =
    [
        FairnessCriterion.DemographicParity, FairnessCriterion.EqualOpportunity, FairnessCriterion.FalsePositiveRateParity,
        FairnessCriterion.PredictiveParity, FairnessCriterion.AccuracyParity,
    ];

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"group metrics, {Sizes.Text(n)} x {Groups} groups", () => Rates(bench, n));
        yield return new($"AUC by group, {Sizes.Text(n)} double x {Groups} groups", () => Areas(bench, n));
    }

    private static Operation Rates(Bench bench, int n)
    {
        Input<byte> groups = bench.Inputs.Get("groups", () => Draws.Codes(n, Groups, 11));
        (Input<double> scores, Input<byte> labels) = Probabilities.Scored(bench, n);
        Input<byte> predictions = bench.Inputs.Get("predictions", () => Array.ConvertAll(scores.Values, static score => (byte)(score > 0.5 ? 1 : 0)));
        string[] arguments = [groups.File, labels.File, predictions.File, Bench.Number(Groups)];
        Contender[] peers =
        [
            bench.HandWritten("np.bincount of a packed key", "fairness.by_numpy", arguments),
            .. Fairlearn(bench, "fairness.by_metric_frame", arguments),
        ];
        double[] answer = [];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => answer = Answer(FairnessMetrics.Compute(GroupCounts.Of(groups.Values, labels.Values, predictions.Values, Groups))), () => answer),
            Peers = peers,
            Target = peers.Length > 1 ? new(Times: 100) : null,
            Limit = new(3.0 * n, 4.0 * Groups * n),
            Note = "Seven rates of each group and of all rows, and difference and ratio between groups of the five that a criterion compares. Ours has an interval with each of these numbers, the peers have none.",
        };
    }

    private static Operation Areas(Bench bench, int n)
    {
        Input<byte> groups = bench.Inputs.Get("groups", () => Draws.Codes(n, Groups, 11));
        (Input<double> scores, Input<byte> labels) = Probabilities.Scored(bench, n);
        string[] arguments = [groups.File, scores.File, labels.File, Bench.Number(Groups)];
        FairnessOptions options = new() { Resamples = 0 };
        GroupScores? metrics = null;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () => metrics = GroupScores.Compute<double>(groups.Values, scores.Values, labels.Values, Groups, options: options),
                () => [.. metrics!.Groups.Select(static group => group.Auc.Value)]),
            Peers =
            [
                bench.Peer("sklearn roc_auc_score for each group", "fairness.areas_by_loop", arguments),
                .. Fairlearn(bench, "fairness.areas_by_metric_frame", arguments),
            ],
            Target = new(Times: 5),
            Note = "Ours also has calibration errors and means, and intervals; the same of all rows together, as Fairlearn's frame has the area of these.",
        };
    }

    private static IEnumerable<Contender> Fairlearn(Bench bench, string function, string[] arguments) =>
        bench.Python.CanImport("fairlearn") ? [bench.Peer("Fairlearn MetricFrame", function, arguments)] : [];

    private static double[] Answer(FairnessMetrics metrics)
    {
        FairnessGap[] gaps = Array.ConvertAll(_criteria, metrics.Gap);
        return
        [
            .. metrics.Groups.Append(metrics.Overall).SelectMany(static group => _rates.Select(rate => group[rate].Value)),
            .. gaps.Select(static gap => gap.Difference.Value),
            .. gaps.Select(static gap => gap.Ratio.Value),
        ];
    }
}
