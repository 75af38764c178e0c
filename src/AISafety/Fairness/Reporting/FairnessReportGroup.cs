using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>What a <see cref="FairnessReport"/> says of a group. Immutable.</summary>
public sealed class FairnessReportGroup
{
    internal FairnessReportGroup(GroupMetrics metrics, IReadOnlyList<GroupRate> rates, bool hasLabels, FairnessReportScores? scores)
    {
        // All together are made of large groups, or of no row.
        (Group, Name, Rows, IsSmall) = (metrics.Group, metrics.Name, metrics.Counts.Count, metrics is { IsSmall: true, Group: >= 0 });
        if (!IsSmall)
        {
            Rates = rates.ToDictionary(static rate => rate, rate => metrics[rate]).AsReadOnly();
            Counts = hasLabels ? metrics.Counts : null;
            Scores = scores;
        }
    }

    /// <summary>The group's code; -1 for all that are large enough together.</summary>
    public int Group { get; }

    /// <summary>What the group is called.</summary>
    public string Name { get; }

    /// <summary>How many rows it has.</summary>
    public long Rows { get; }

    /// <summary>Whether it has fewer rows than <see cref="FairnessOptions.MinimumGroupSize"/>: it is compared with no other, and nothing is told of it but the number of rows, so that no number is one person's.</summary>
    public bool IsSmall { get; }

    /// <summary>The four counts; null without labels, and for a small group.</summary>
    public ConfusionCounts? Counts { get; }

    /// <summary>The rates, each with an interval that holds for itself alone; without labels the selection rate only, and none for a small group.</summary>
    public IReadOnlyDictionary<GroupRate, FairnessValue> Rates { get; } = System.Collections.ObjectModel.ReadOnlyDictionary<GroupRate, FairnessValue>.Empty;

    /// <summary>What is known of its scores; null if none were given, or too few.</summary>
    public FairnessReportScores? Scores { get; }
}
