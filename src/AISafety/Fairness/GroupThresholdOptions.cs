namespace AISafety.Fairness;

/// <summary>How decisions by group thresholds are treated.</summary>
public sealed record GroupThresholdOptions : GuardOptions
{
    /// <summary>The defaults: an unknown group is flagged.</summary>
    public static new GroupThresholdOptions Default { get; } = new();

    /// <summary>What it means that a call's group is missing or not known: <see cref="SafetyAction.Flag"/> (default) decides by the pooled threshold and says so, <see cref="SafetyAction.Review"/> and
    /// <see cref="SafetyAction.Block"/> stop. Reloaded as <see cref="GuardSettings.Otherwise"/>.</summary>
    public SafetyAction UnknownGroup { get; init; } = SafetyAction.Flag;

    /// <summary>Of the draws between two thresholds, see <see cref="DecisionDraw"/>: any number, to be kept from those who are decided about, for who knows it can tell a key's draw beforehand, and the key from a draw that was
    /// recorded. Null (default) where nothing is drawn; thresholds that draw need one.</summary>
    public long? Seed { get; init; }
}
