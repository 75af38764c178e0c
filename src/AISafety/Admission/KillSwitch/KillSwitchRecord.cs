namespace AISafety.Switches;

/// <summary>What is stored of a kill switch.</summary>
/// <param name="Revision">1 for the first record, and greater for each that replaces another: by one, or, where what it replaces could not be read, by more.</param>
/// <param name="Changes">What was done, the oldest first, at least one; the last says how the switch stands.</param>
public sealed record KillSwitchRecord(long Revision, IReadOnlyList<KillSwitchChange> Changes)
{
    /// <summary>Stands for the revision of a record that is there and cannot be read.</summary>
    public const long Unreadable = -1;

    /// <summary>Of a store that nothing was ever written to.</summary>
    internal static KillSwitchRecord Empty { get; } = new(0, []);

    internal KillSwitchRecord With(IEnumerable<KillSwitchChange> changes, int capacity, long least = 0) => new(Math.Max(Revision + 1, least), [.. Changes.Concat(changes).TakeLast(capacity)]);
}
