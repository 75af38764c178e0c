using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>Learns centre and covariance; see <see cref="AnomalyDetector.Mahalanobis"/>.</summary>
internal sealed record MahalanobisDetector : AnomalyDetector
{
    internal override AnomalyScorer Learn(FittingRows fitting, double alarmRate, int seed)
    {
        ComparedColumns columns = ComparedColumns.Of(fitting);
        float[] table = columns.TableOf(fitting);
        int complete = WholeRows.Count(table, columns.Count);
        if (complete < 2)
        {
            throw fitting.Unfit($"{complete} of the {fitting.Rows.Count} reference rows that fit have a value for each feature that varies; Mahalanobis distances take at least two");
        }

        try
        {
            return new MahalanobisScorer(columns, Statistics.Mahalanobis.Fit(CovarianceEstimate.StandardizedLedoitWolf<float>(table, columns.Count)));
        }
        catch (ArgumentException)
        {
            // Only where shrinkage finds no sampling error at all, or a feature varies in incomplete rows only.
            throw fitting.Unfit($"the covariance of the {complete} complete reference rows that fit cannot be inverted; expected more rows, or no feature that is computed from others");
        }
    }
}
