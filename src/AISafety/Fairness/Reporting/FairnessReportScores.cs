using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>How good a group's scores are, in numbers and curves that no row can be read from.</summary>
/// <param name="Metrics">Area under the ROC curve, calibration error, mean score, missing scores.</param>
/// <param name="Calibration">The reliability curve, ascending: bins of equal width (<see cref="FairnessOptions.CalibrationBins"/>), those of fewer than 10 rows joined with the next, so that no point is of a few people. Empty if scores are no
/// probabilities.</param>
/// <param name="Roc">The ROC curve: the true positive rate at false positive rates of 0, 0.02 and so on to 1 (<see cref="RocCurve"/>). Empty if a label has no row.</param>
public sealed record FairnessReportScores(ScoreMetrics Metrics, IReadOnlyList<ReliabilityBin> Calibration, IReadOnlyList<double> Roc)
{
    private const int RocPoints = 51;
    private const int LeastRows = 10;

    internal static FairnessReportScores Of(ScoreMetrics metrics, ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int bins)
    {
        List<ReliabilityBin> calibration = [];
        if (metrics.CalibrationError.IsDefined)
        {
            ReliabilityBin[] equal = new ReliabilityBin[bins];
            ReliabilityCurve.EqualWidth(scores, labels, equal);
            Join(equal, calibration);
        }

        double[] roc = [];
        if (metrics.Auc.IsDefined)
        {
            roc = new double[RocPoints];
            RocCurve.Sample(scores, labels, roc);
        }

        return new(metrics, calibration.AsReadOnly(), Array.AsReadOnly(roc));
    }

    private static void Join(ReliabilityBin[] bins, List<ReliabilityBin> joined)
    {
        ReliabilityBin open = default;
        foreach (ReliabilityBin bin in bins)
        {
            open = Sum(open, bin);
            if (open.Count >= LeastRows)
            {
                joined.Add(open);
                open = default;
            }
        }

        if (open.Count > 0)
        {
            ReliabilityBin last = joined.Count > 0 ? joined[^1] : default;
            joined.RemoveRange(Math.Max(0, joined.Count - 1), Math.Min(1, joined.Count));
            joined.Add(Sum(last, open));
        }
    }

    private static ReliabilityBin Sum(ReliabilityBin a, ReliabilityBin b) => new(a.Count + b.Count, a.Positives + b.Positives, a.ScoreSum + b.ScoreSum);
}
