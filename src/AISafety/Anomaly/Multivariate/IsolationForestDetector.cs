namespace AISafety.Anomaly;

/// <summary>Grows a forest; see <see cref="AnomalyDetector.IsolationForest"/>.</summary>
internal sealed record IsolationForestDetector(int Trees, int SampleSize) : AnomalyDetector
{
    internal override AnomalyScorer Learn(FittingRows fitting, double alarmRate, int seed)
    {
        ComparedColumns columns = ComparedColumns.Of(fitting);
        float[] table = columns.TableOf(fitting);
        for (int start = 0; start < table.Length; start += columns.Count)
        {
            columns.FillMissing(table.AsSpan(start, columns.Count));
        }

        return new IsolationForestScorer(columns, Statistics.IsolationForest.Fit<float>(table, columns.Count, seed, Trees, SampleSize));
    }
}
