namespace AISafety.Incidents;

/// <summary>What went wrong, from its detection to its review. A snapshot: a change is a new one, with the next <see cref="Revision"/>.</summary>
/// <remarks>All of it can be written as JSON and read back; it holds no input.</remarks>
public sealed record Incident
{
    /// <summary>What it is known by: unique.</summary>
    public required string Id { get; init; }

    /// <summary>What groups alerts into one incident: by default model and kind.</summary>
    public required string GroupKey { get; init; }

    /// <summary>The how-manieth incident of its group it is, from 1: with <see cref="GroupKey"/> unique, so that two replicas do not open it twice.</summary>
    public required int Number { get; init; }

    /// <summary>How often it was written, from 1. A store refuses a write that does not follow what it has.</summary>
    public required long Revision { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of thing it is, which says which runbook is for it: <see cref="IncidentKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The safe model whose alert opened it.</summary>
    public required string Model { get; init; }

    /// <summary>How bad it is, as rules or people have said last.</summary>
    public required IncidentSeverity Severity { get; init; }

    /// <summary>How far it has come.</summary>
    public IncidentStage Stage { get; init; }

    /// <summary>When it likely began: the earliest <see cref="SafetyAlert.Since"/> of its alerts; null where none says.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When its first alert was raised.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>When it first was assessed by a person; null if it was not.</summary>
    public DateTimeOffset? AssessedAt { get; init; }

    /// <summary>When it first was contained; null if it was not.</summary>
    public DateTimeOffset? ContainedAt { get; init; }

    /// <summary>When it came to <see cref="IncidentStage.Recovered"/>, or was closed without; null while it is not over. Of one that was reopened, the last time.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>When it was closed; null while it is not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When the last alert came.</summary>
    public DateTimeOffset LastAlertAt { get; init; }

    /// <summary>How often it was over and came back.</summary>
    public int Reopened { get; init; }

    /// <summary>How many alerts it stands for.</summary>
    public long Alerts { get; init; }

    /// <summary>The conditions that it is about, in the order in which they came up.</summary>
    public IReadOnlyList<IncidentCondition> Conditions { get; init; } = [];

    /// <summary>Alerts of further conditions, past <see cref="IncidentOptions.ConditionCapacity"/>, that are only counted.</summary>
    public long ConditionsLeftOut { get; init; }

    /// <summary>What happened, in its order.</summary>
    public IReadOnlyList<IncidentEntry> Timeline { get; init; } = [];

    /// <summary>Entries that gave way, past <see cref="IncidentOptions.TimelineCapacity"/>: the oldest alerts first.</summary>
    public long EntriesLeftOut { get; init; }

    /// <summary>What was done to contain it.</summary>
    public IReadOnlyList<ContainmentRecord> Containment { get; init; } = [];

    /// <summary>Whether the service is not yet as it should be.</summary>
    public bool IsOpen => !IncidentLifeCycle.IsOver(Stage);

    /// <summary>Whether all its conditions are over, as far as is known.</summary>
    public bool IsQuiet => ConditionsLeftOut == 0 && Conditions.All(static one => one.OverAt is not null);

    /// <summary>From its likely beginning to its detection; null where either is not known.</summary>
    public TimeSpan? TimeToDetect => Since is { } since && since <= DetectedAt ? DetectedAt - since : null;

    /// <summary>From its detection to its recovery; null while it is open.</summary>
    public TimeSpan? TimeToRecover => RecoveredAt is { } recovered && recovered >= DetectedAt ? recovered - DetectedAt : null;

    /// <summary>The review after it, as Markdown, with all that the record knows filled in.</summary>
    /// <param name="runbook">The runbook that is for its kind; null for none.</param>
    public string ToReviewMarkdown(Runbook? runbook = null) => IncidentReview.Write(this, runbook);
}
