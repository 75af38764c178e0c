using AISafety.Statistics;

namespace AISafety.Peers.Rooms;

/// <summary>How far probabilities are from what came true.</summary>
internal static class Probabilities
{
    private const int Bins = 10;
    private const string Note = "Unchecked: what is hand-written looks neither for NaN nor for scores or labels out of range; ours does.";

    public static IEnumerable<Entry> Entries(Bench bench)
    {
        int n = bench.Sizes.Million;
        yield return new($"calibration, {Bins} bins of equal width, {Sizes.Text(n)} double", () => Calibration(bench, n));
        yield return new($"log loss, {Sizes.Text(n)} double", () => Logarithmic(bench, n));
        yield return new($"Brier score, {Sizes.Text(n)} double", () => Squared(bench, n));
    }

    /// <summary>Scores and labels that both rooms of metrics use.</summary>
    public static (Input<double> Scores, Input<byte> Labels) Scored(Bench bench, int n)
    {
        Input<double> scores = bench.Inputs.Get("scores", () => Draws.Probabilities(n, 21));
        return (scores, bench.Inputs.Get("labels", () => Draws.Labels(scores.Values, 22)));
    }

    private static Operation Calibration(Bench bench, int n)
    {
        (Input<double> scores, Input<byte> labels) = Scored(bench, n);
        string[] arguments = [scores.File, labels.File, Bench.Number(Bins)];
        ReliabilityBin[] bins = new ReliabilityBin[Bins];
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(
                () => ReliabilityCurve.EqualWidth<double>(scores.Values, labels.Values, bins),
                () => [.. bins.Select(bin => bin.PositiveRate), .. bins.Select(bin => bin.MeanScore)]),
            Peers =
            [
                bench.Peer("sklearn calibration_curve", "probabilities.curve", arguments),
                bench.HandWritten("two np.bincount", "probabilities.curve_by_bincount", arguments),
            ],
            Target = new(3),
            Limit = new(9.0 * n),
        };
    }

    private static Operation Logarithmic(Bench bench, int n)
    {
        (Input<double> scores, Input<byte> labels) = Scored(bench, n);
        double loss = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => loss = LogLoss.Of(scores.Values, labels.Values), () => [loss]),
            Peers =
            [
                bench.Peer("sklearn log_loss", "probabilities.log_loss", [scores.File, labels.File]),
                bench.HandWritten("np.log, unchecked", "probabilities.log_loss_unchecked", [scores.File, labels.File]),
            ],
            Target = new(4),
            Limit = new(9.0 * n),
            Note = Note,
        };
    }

    private static Operation Squared(Bench bench, int n)
    {
        (Input<double> scores, Input<byte> labels) = Scored(bench, n);
        double score = 0;
        return new()
        {
            Unit = Unit.Milliseconds,
            Ours = Bench.Ours(() => score = BrierScore.Of(scores.Values, labels.Values), () => [score]),
            Peers =
            [
                bench.Peer("sklearn brier_score_loss", "probabilities.brier", [scores.File, labels.File]),
                bench.HandWritten("a dot product, unchecked", "probabilities.brier_unchecked", [scores.File, labels.File]),
            ],
            Limit = new(9.0 * n),
            Note = Note,
        };
    }
}
