using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>The Mahalanobis distance of a row.</summary>
/// <param name="columns">What is compared.</param>
/// <param name="distance">Its distribution.</param>
internal sealed class MahalanobisScorer(ComparedColumns columns, Mahalanobis distance) : AnomalyScorer, IValueScorer
{
    private readonly bool _isWholeRow = columns.IsWholeRow;

    public override int JudgedCount => columns.JudgedCount;

    public override double Score(ReadOnlySpan<float> row)
    {
        // What is missing or infinite leaves nothing finite.
        if (_isWholeRow && distance.SquaredDistance(row) is var squared && double.IsFinite(squared))
        {
            return Math.Sqrt(squared);
        }

        return columns.Score(row, this);
    }

    public double Measure(Span<float> values, int observed) => Math.Sqrt(distance.SquaredDistanceOfObserved<float>(values));

    public override AnomalyFinding Explain(ReadOnlySpan<float> row, double score)
    {
        if (columns.ExplainInfinite(row) is { } finding)
        {
            return finding;
        }

        float[] values = new float[columns.Count];
        columns.Gather(row, values);
        double[] falls = new double[values.Length];
        distance.Contributions<float>(values, falls);

        // NaN, a missing value, is greater than nothing.
        int most = 0;
        for (int i = 1; i < falls.Length; i++)
        {
            most = falls[i] > falls[most] || double.IsNaN(falls[most]) ? i : most;
        }

        return new(columns.PlaceOf(most), "the row lies far from the reference's centre, most of all by {0} beside the other features");
    }
}
