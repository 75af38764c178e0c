using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>How far groups differ, as it was last computed.</summary>
/// <param name="Gap">Difference and ratio; the intervals hold at every row of the window at once.</param>
/// <param name="Groups">The rate of each group, in the order in which groups were listed; of equalised odds the true positive rates, then the false positive rates.</param>
/// <param name="Since">When the window opened.</param>
/// <param name="At">When it was computed.</param>
public sealed record FairnessReading(FairnessGap Gap, IReadOnlyList<FairnessGroupReading> Groups, DateTimeOffset Since, DateTimeOffset At)
{
    /// <summary>Whether the labels there are can tell. If not, values are NaN and intervals hold the worst-case bounds. Default: true.</summary>
    public bool IsIdentified { get; init; } = true;

    /// <summary>The decisions or labelled decisions whose group was missing or not listed; they are compared with none.</summary>
    public long UnknownGroup { get; init; }
}
