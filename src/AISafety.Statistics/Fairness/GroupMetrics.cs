namespace AISafety.Statistics;

/// <summary>The rates of a group, or of all rows, each with its interval.</summary>
/// <remarks>The interval is Wilson's, or Clopper and Pearson's where fewer than five rows count or fewer than five do not. A rate whose denominator is 0 is not defined, and says why. Immutable.</remarks>
public sealed class GroupMetrics
{
    private readonly double _confidence;

    internal GroupMetrics(int group, string name, ConfusionCounts counts, FairnessOptions options) =>
        (Group, Name, Counts, IsSmall, _confidence) = (group, name, counts, counts.Count < options.MinimumGroupSize, options.Confidence);

    /// <summary>The group's code; -1 for all rows together.</summary>
    public int Group { get; }

    /// <summary>What the group is called; its code where no names were given.</summary>
    public string Name { get; }

    /// <summary>The four counts.</summary>
    public ConfusionCounts Counts { get; }

    /// <summary>Whether it has fewer rows than <see cref="FairnessOptions.MinimumGroupSize"/>, so that it is compared with no other.</summary>
    public bool IsSmall { get; }

    /// <inheritdoc cref="GroupRate.BaseRate"/>
    public FairnessValue BaseRate => this[GroupRate.BaseRate];

    /// <inheritdoc cref="GroupRate.SelectionRate"/>
    public FairnessValue SelectionRate => this[GroupRate.SelectionRate];

    /// <inheritdoc cref="GroupRate.TruePositiveRate"/>
    public FairnessValue TruePositiveRate => this[GroupRate.TruePositiveRate];

    /// <inheritdoc cref="GroupRate.FalsePositiveRate"/>
    public FairnessValue FalsePositiveRate => this[GroupRate.FalsePositiveRate];

    /// <inheritdoc cref="GroupRate.PositivePredictiveValue"/>
    public FairnessValue PositivePredictiveValue => this[GroupRate.PositivePredictiveValue];

    /// <inheritdoc cref="GroupRate.Accuracy"/>
    public FairnessValue Accuracy => this[GroupRate.Accuracy];

    /// <summary>Any of the rates. Computed when it is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rate.</exception>
    public FairnessValue this[GroupRate rate] => RateParts.Of(rate, Counts).Estimate(_confidence);
}
