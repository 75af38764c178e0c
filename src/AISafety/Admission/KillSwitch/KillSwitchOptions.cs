namespace AISafety.Switches;

/// <summary>How a kill switch is called and how it follows its store.</summary>
public sealed record KillSwitchOptions
{
    /// <summary>The name of its guard, alerts and gauge: lower case with hyphens; default <c>kill-switch</c>. Two switches of one model need two names.</summary>
    public string Name { get; init; } = "kill-switch";

    /// <summary>How often the store is read, to see what other processes did: 10 milliseconds to 1 hour; default 1 second. So long, and the time of a read, a change by another process takes to be seen.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a read or a write may take. After it the store counts as one that cannot be read or written; where it is a read, the switch counts as engaged: <see cref="PollInterval"/> to 1 day; default 30 seconds.</summary>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many changes are kept: 2 to 10,000; default 100. The oldest goes first.</summary>
    public int HistoryCapacity { get; init; } = 100;

    internal void Check(OptionCheck check)
    {
        check.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), $"'{Name}'", "a short name in lower case");
        check.Range(nameof(PollInterval), PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        check.Range(nameof(StoreTimeout), StoreTimeout, PollInterval, TimeSpan.FromDays(1));
        check.Range(nameof(HistoryCapacity), HistoryCapacity, 2, 10_000);
    }
}
