namespace AISafety.Switches;

/// <summary>What is stored of a kill switch.</summary>
/// <param name="Revision">1 for the first record, and one more for each that replaces another.</param>
/// <param name="Changes">What was done, the oldest first, at least one; the last says how the switch stands.</param>
public sealed record KillSwitchRecord(long Revision, IReadOnlyList<KillSwitchChange> Changes)
{
    /// <summary>Stands for the revision of a record that is there and cannot be read.</summary>
    public const long Unreadable = -1;

    /// <summary>Of a store that nothing was ever written to.</summary>
    internal static KillSwitchRecord Empty { get; } = new(0, []);

    internal KillSwitchRecord With(IEnumerable<KillSwitchChange> changes, int capacity) => new(Revision + 1, [.. Changes.Concat(changes).TakeLast(capacity)]);
}
