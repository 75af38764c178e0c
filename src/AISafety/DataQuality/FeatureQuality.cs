namespace AISafety;

/// <summary>One feature in a window.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Missing">The share of rows in which it is missing, 0 to 1.</param>
/// <param name="ReferenceMissing">The same in the reference.</param>
/// <param name="Unseen">The share of rows with an unseen category, 0 to 1.</param>
/// <param name="OutOfRange">The share of its values that are out of range, 0 to 1; NaN if there is no value.</param>
public sealed record FeatureQuality(string Feature, double Missing, double ReferenceMissing, double Unseen, double OutOfRange);
