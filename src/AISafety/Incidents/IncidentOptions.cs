namespace AISafety.Incidents;

/// <summary>How alerts become incidents, what is done by itself, and how much is kept.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record IncidentOptions
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);

    /// <summary>The defaults.</summary>
    public static IncidentOptions Default { get; } = new();

    /// <summary>How bad an incident is: the first rule that holds says so. Where none does, an alert that is critical makes one of severity 1, high 2, medium 3, anything else 4.</summary>
    public IReadOnlyList<IncidentRule> Rules { get; init; } = [];

    /// <summary>The kind of incident that an alert is of; null (default) for <see cref="IncidentKinds.Of"/>. Must say the same for as long as a condition lasts, whatever its
    /// severity, value and state. If it throws, the default is taken.</summary>
    public Func<SafetyAlert, string>? KindOf { get; init; }

    /// <summary>What groups alerts into one incident; null (default) for model and kind. Must say the same for as long as a condition lasts. If it throws, the default is taken.</summary>
    public Func<SafetyAlert, string>? GroupBy { get; init; }

    /// <summary>How long after the last alert of an open incident another condition of its group becomes part of it. 1 second to 365 days; default 4 hours.</summary>
    public TimeSpan GroupWindow { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long after an incident was over a condition of it that comes again reopens it; later, it is a new incident. Zero (never) to 365 days; default 24 hours.</summary>
    public TimeSpan ReopenWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What to do with an open incident when all its conditions are over: the stage to bring it to, <see cref="IncidentStage.Recovered"/> or
    /// <see cref="IncidentStage.Closed"/>, or null to leave it to people. Null (default) leaves all of them to people. If it throws, the incident is left.</summary>
    public Func<Incident, IncidentStage?>? WhenOver { get; init; }

    /// <summary>What is done by itself, and what people may do by name. Default nothing.</summary>
    public IReadOnlyList<ContainmentRule> Containment { get; init; } = [];

    /// <summary>How long a containment action may take. 1 second to 1 hour; default 30 seconds. Past it, it counts as failed, though it may still take effect.</summary>
    public TimeSpan ContainmentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runbooks of your own: each takes the place of the ready-made one of its kind. Default none.</summary>
    public IReadOnlyList<Runbook> Runbooks { get; init; } = [];

    /// <summary>How many entries an incident's timeline has at most. 16 to 100,000; default 500. Past it the oldest alerts give way, then the oldest of the others, and are counted;
    /// the first stays.</summary>
    public int TimelineCapacity { get; init; } = 500;

    /// <summary>How many conditions an incident tells apart. 1 to 10,000; default 100. Alerts of further ones are only counted.</summary>
    public int ConditionCapacity { get; init; } = 100;

    /// <summary>How many alerts and results wait at most for a store that fails. 1 to 1,000,000; default 10,000. Past it the oldest is given up, counted and logged.</summary>
    public int BacklogCapacity { get; init; } = 10_000;

    /// <exception cref="SafetyBuildException">An option is out of its range, or makes no sense.</exception>
    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder(nameof(IncidentExtensions.AddIncidents), nameof(IncidentOptions));
        check.Range(nameof(GroupWindow), GroupWindow, s_second, s_year);
        check.Range(nameof(ReopenWindow), ReopenWindow, TimeSpan.Zero, s_year);
        check.Range(nameof(ContainmentTimeout), ContainmentTimeout, s_second, TimeSpan.FromHours(1));
        check.Range(nameof(TimelineCapacity), TimelineCapacity, 16, 100_000);
        check.Range(nameof(ConditionCapacity), ConditionCapacity, 1, 10_000);
        check.Range(nameof(BacklogCapacity), BacklogCapacity, 1, 1_000_000);
        foreach (IncidentRule rule in Rules ?? throw Missing(nameof(Rules)))
        {
            check.Require(rule is not null, nameof(Rules), "null", "rules");
            check.Require(Enum.IsDefined(rule!.Severity), nameof(Rules), rule.Severity, "a severity from 1 to 4, or None");
            check.Require(!double.IsNaN(rule.MinValue ?? 0) && !double.IsNaN(rule.MaxValue ?? 0), nameof(Rules), double.NaN, "bounds that are numbers");
            check.Require(!(rule.MinValue > rule.MaxValue), nameof(Rules), rule.MinValue, $"a MinValue of at most the MaxValue, {rule.MaxValue}");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ContainmentRule rule in Containment ?? throw Missing(nameof(Containment)))
        {
            check.Require(!string.IsNullOrWhiteSpace(rule?.Action?.Name), nameof(Containment), "an action that is null or has no name", "actions with names");
            check.Require(names.Add(rule!.Action.Name), nameof(Containment), $"'{rule.Action.Name}' twice", "one rule an action");
        }

        HashSet<string> kinds = new(StringComparer.Ordinal);
        foreach (Runbook runbook in Runbooks ?? throw Missing(nameof(Runbooks)))
        {
            check.Require(!string.IsNullOrWhiteSpace(runbook?.Kind), nameof(Runbooks), "a runbook that is null or has no kind", "runbooks with kinds");
            check.Require(kinds.Add(runbook!.Kind), nameof(Runbooks), $"'{runbook.Kind}' twice", "one runbook a kind");
        }
    }

    private static SafetyBuildException Missing(string option) => new($"'{nameof(IncidentExtensions.AddIncidents)}': {nameof(IncidentOptions)}.{option} is null; expected a list, which may be empty.");
}
