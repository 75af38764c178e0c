namespace AISafety;

/// <summary>What was found in a window of rows.</summary>
/// <param name="Look">Which window it is, from 1.</param>
/// <param name="FirstRow">Its first row, counted from 0.</param>
/// <param name="RowCount">How many rows it has.</param>
/// <param name="Features">Each input feature, in the profile's order.</param>
/// <param name="Findings">What is wrong; empty if nothing is. Beside a model, without what is judged by time: volume and staleness are alerts of their own.</param>
public sealed record DataQualityWindow(long Look, long FirstRow, int RowCount, IReadOnlyList<FeatureQuality> Features, IReadOnlyList<DataQualityFinding> Findings)
{
    /// <summary>The share of rows that repeat a recent one, 0 to 1; NaN if that is not checked.</summary>
    public double DuplicateShare { get; init; } = double.NaN;
}
