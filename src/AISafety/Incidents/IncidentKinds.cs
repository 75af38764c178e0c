namespace AISafety.Incidents;

/// <summary>The kinds of incident that there are runbooks for, and which alert is of which.</summary>
public static class IncidentKinds
{
    /// <summary>Inputs or errors are not as they were: codes that begin with <c>drift.</c></summary>
    public const string Drift = "drift";

    /// <summary>Inputs are broken: codes that begin with <c>data-quality.</c> or <c>quality.</c></summary>
    public const string DataQuality = "data-quality";

    /// <summary>Groups are treated unlike: codes that begin with <c>fairness.</c></summary>
    public const string FairnessGap = "fairness-gap";

    /// <summary>The model is worse than it should be: codes that begin with <c>performance.</c> or <c>coverage.</c></summary>
    public const string PerformanceDrop = "performance-drop";

    /// <summary>Calls are held back by a circuit: codes that begin with <c>circuit.</c>, <c>breaker.</c> or <c>resilience.</c></summary>
    public const string BreakerOpen = "breaker-open";

    /// <summary>Answers come from a lower rung: code <c>degraded</c>, and those that begin with <c>degraded.</c> or <c>degradation.</c></summary>
    public const string Degraded = "degraded";

    /// <summary>The kill switch is engaged: codes that begin with <c>killswitch.</c> or <c>kill-switch.</c></summary>
    public const string KillSwitch = "kill-switch";

    /// <summary>A candidate was taken back, or is being taken back: codes <c>rollout.rolled-back</c> and <c>rollout.draining</c>.</summary>
    public const string RolloutRolledBack = "rollout-rolled-back";

    /// <summary>A rollout cannot be relied on, such as for its state cannot be kept or its shares are wrong: all other codes that begin with <c>rollout.</c></summary>
    public const string RolloutFault = "rollout-fault";

    /// <summary>A candidate that answers nobody yet fails: codes that begin with <c>shadow.</c></summary>
    public const string Shadow = "shadow";

    /// <summary>Somebody may be attacking the model: codes that begin with <c>adversarial.</c></summary>
    public const string Adversarial = "adversarial";

    /// <summary>Nothing can be written to the audit log: codes that begin with <c>audit.</c></summary>
    public const string AuditNotWritable = "audit-not-writable";

    /// <summary>Those who watch do not: codes that begin with <c>monitor.</c>, <c>alerts.</c> or <c>review.</c></summary>
    public const string Watching = "watching";

    /// <summary>More incidents than the store holds, as one.</summary>
    public const string Overflow = "overflow";

    /// <summary>Anything else.</summary>
    public const string Other = "other";

    private static readonly (string Prefix, string Kind)[] s_kinds =
    [
        ("drift.", Drift),
        ("data-quality.", DataQuality),
        ("quality.", DataQuality),
        ("fairness.", FairnessGap),
        ("performance.", PerformanceDrop),
        ("coverage.", PerformanceDrop),
        ("breaker.", BreakerOpen),
        ("circuit.", BreakerOpen),
        ("resilience.", BreakerOpen),
        ("degraded", Degraded),
        ("degradation.", Degraded),
        ("killswitch.", KillSwitch),
        ("kill-switch.", KillSwitch),
        ("rollout.rolled-back", RolloutRolledBack),
        ("rollout.draining", RolloutRolledBack),
        ("rollout.", RolloutFault),
        ("shadow.", Shadow),
        ("adversarial.", Adversarial),
        ("audit.", AuditNotWritable),
        ("monitor.", Watching),
        ("alerts.", Watching),
        ("review.", Watching),
    ];

    /// <summary>The kind of incident that an alert is of, by its code alone.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="alert"/> is null.</exception>
    public static string Of(SafetyAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return Array.Find(s_kinds, one => alert.Code.StartsWith(one.Prefix, StringComparison.Ordinal)).Kind ?? Other;
    }
}
