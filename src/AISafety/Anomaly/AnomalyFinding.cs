namespace AISafety.Anomaly;

/// <summary>What makes a row strange.</summary>
/// <param name="Feature">The place in the row of the feature that contributes most; -1 if none stands out.</param>
/// <param name="Text">A clause for a person, with {0} for the feature's name if there is one.</param>
/// <param name="Unit">What a score of one means in the unit of the evidence.</param>
internal readonly record struct AnomalyFinding(int Feature, string Text, double Unit = 1);
