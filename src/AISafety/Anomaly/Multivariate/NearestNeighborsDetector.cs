using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>Keeps points; see <see cref="AnomalyDetector.NearestNeighbors"/>.</summary>
internal sealed record NearestNeighborsDetector(int K, int SampleSize) : AnomalyDetector
{
    internal override AnomalyScorer Learn(FittingRows fitting, double alarmRate, int seed)
    {
        ComparedColumns columns = ComparedColumns.Of(fitting);
        float[] table = WholeRows.Of(columns.TableOf(fitting), columns.Count);
        int complete = table.Length / columns.Count;
        if (complete < K)
        {
            throw fitting.Unfit($"{complete} of the {fitting.Rows.Count} reference rows that fit have a value for each feature that varies; {K} neighbours take at least {K}");
        }

        float[] inverseScales = new float[columns.Count];
        for (int column = 0; column < inverseScales.Length; column++)
        {
            float median = columns.Medians[column];
            double scale = RobustScale.Of<float>(fitting.ValuesOf(columns.PlaceOf(column)), median);
            inverseScales[column] = Statistics.RobustZ.InverseScale<float>(scale);
        }

        // The rows that fit are in an order drawn by seed: the first are a sample.
        float[] points = table[..(Math.Min(complete, SampleSize) * columns.Count)];
        for (int start = 0; start < points.Length; start += columns.Count)
        {
            columns.Scale(points.AsSpan(start, columns.Count), inverseScales);
        }

        return new NearestNeighborsScorer(columns, inverseScales, Statistics.NearestNeighbors.Fit<float>(points, columns.Count), K);
    }
}
