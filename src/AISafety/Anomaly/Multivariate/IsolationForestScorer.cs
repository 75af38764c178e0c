using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>The isolation forest's score of a row, a missing value being taken for the median.</summary>
/// <param name="columns">What is compared.</param>
/// <param name="forest">The trees.</param>
internal sealed class IsolationForestScorer(ComparedColumns columns, IsolationForest forest) : AnomalyScorer, IValueScorer
{
    public override int JudgedCount => columns.JudgedCount;

    public override double Score(ReadOnlySpan<float> row) => columns.Score(row, this);

    public double Measure(Span<float> values, int observed)
    {
        if (observed < values.Length)
        {
            columns.FillMissing(values);
        }

        return forest.Score<float>(values);
    }

    public override AnomalyFinding Explain(ReadOnlySpan<float> row, double score) =>
        columns.ExplainInfinite(row) ?? Replacement.Explain(row, score, columns, this, "few cuts tell the row apart from the reference");
}
