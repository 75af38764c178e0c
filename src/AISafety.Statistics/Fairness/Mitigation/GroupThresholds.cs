namespace AISafety.Statistics;

/// <summary>A decision rule for each group, and one for calls whose group is none of them.</summary>
/// <remarks>Immutable. To store it, keep <see cref="Groups"/> and <see cref="Pooled"/>.</remarks>
public sealed class GroupThresholds
{
    private readonly GroupThreshold[] _groups;

    /// <summary>Takes rules that were fitted before.</summary>
    /// <param name="groups">The rule of each group, in the order of the codes; at least one.</param>
    /// <param name="pooled">The rule of all others.</param>
    /// <exception cref="ArgumentException">There is no group, or a rule falls as the score rises or has a probability outside 0 to 1.</exception>
    public GroupThresholds(IEnumerable<GroupThreshold> groups, GroupThreshold pooled)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _groups = [.. groups];
        Pooled = pooled;
        if (_groups.Length == 0 || !pooled.IsValid || !Array.TrueForAll(_groups, static rule => rule.IsValid))
        {
            throw new ArgumentException(
                "Expected at least one group, and of each rule Lower <= Upper and 0 <= Below <= Between <= Above <= 1.", nameof(groups));
        }
    }

    /// <summary>The rule of each group, in the order of the codes.</summary>
    public IReadOnlyList<GroupThreshold> Groups => _groups;

    /// <summary>The rule of calls whose group is none of these.</summary>
    public GroupThreshold Pooled { get; }

    /// <summary>The rule of a group; <see cref="Pooled"/> for a code that is none.</summary>
    public GroupThreshold Of(int group) => (uint)group < (uint)_groups.Length ? _groups[group] : Pooled;

    /// <summary>The probability that a score is selected; 0 to 1.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <param name="group">The group's code; one that is none is decided by <see cref="Pooled"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    public double Probability(double score, int group) => Of(group).Probability(score);

    /// <summary>Whether a score is selected.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <param name="group">The group's code; one that is none is decided by <see cref="Pooled"/>.</param>
    /// <param name="u">The draw: uniform, 0 or more and less than 1. Selected are draws less than the probability, so that the same draw decides the same.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN, or <paramref name="u"/> is out of range.</exception>
    public bool Decide(double score, int group, double u) =>
        u is >= 0 and < 1 ? u < Probability(score, group) : throw new ArgumentOutOfRangeException(nameof(u), u, "Expected 0 or more and less than 1.");
}
