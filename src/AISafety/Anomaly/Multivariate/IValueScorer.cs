namespace AISafety.Anomaly;

/// <summary>What a detector of whole rows makes of the compared values.</summary>
internal interface IValueScorer
{
    /// <summary>The score of values.</summary>
    /// <param name="values">The compared values: finite, or NaN where one is missing. The scorer may overwrite them.</param>
    /// <param name="observed">How many are not missing; at least one.</param>
    double Measure(Span<float> values, int observed);
}
