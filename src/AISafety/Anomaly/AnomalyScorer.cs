namespace AISafety.Anomaly;

/// <summary>Turns a row into a number: the greater, the stranger. Immutable; scoring allocates nothing.</summary>
internal abstract class AnomalyScorer
{
    /// <summary>How many features are judged.</summary>
    public abstract int JudgedCount { get; }

    /// <summary>The score of a whole row: 0 or more, +infinity included; NaN if no judged feature has a value.</summary>
    public abstract double Score(ReadOnlySpan<float> row);

    /// <summary>Why a row has its score, in the same words whatever its values.</summary>
    /// <param name="row">The row; at least one judged feature has a value.</param>
    /// <param name="score">Its score.</param>
    public abstract AnomalyFinding Explain(ReadOnlySpan<float> row, double score);
}
