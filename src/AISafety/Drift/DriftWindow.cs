namespace AISafety;

/// <summary>How a window compares with the reference.</summary>
/// <param name="Look">Which window it is, from 1.</param>
/// <param name="FirstRow">Its first row, counted from 0.</param>
/// <param name="RowCount">How many rows were compared: with a <see cref="DriftOptions.Stride"/>, those that were taken.</param>
/// <param name="Features">Each feature's comparison, in the profile's order: inputs, then outputs.</param>
/// <param name="Alarms">What it alarmed.</param>
public sealed record DriftWindow(long Look, long FirstRow, int RowCount, IReadOnlyList<FeatureDrift> Features, IReadOnlyList<DriftAlarm> Alarms)
{
    /// <summary>The comparison of the relations between features; null if rows are not compared as a whole.</summary>
    public RelationDrift? Relations { get; init; }

    /// <summary>The other comparisons of whole rows that were asked for; empty if there are none.</summary>
    public IReadOnlyList<RowDrift> Rows { get; init; } = [];

    /// <summary>Whether nothing in it differs from the reference by more than does not matter, as far as one can tell.</summary>
    public bool IsCalm =>
        Alarms.Count == 0 && Features.All(static feature => !feature.IsDrifted) && Relations is not { IsDrifted: true } && Rows.All(static row => !row.IsDrifted);
}
