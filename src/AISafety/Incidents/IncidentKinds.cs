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

    /// <summary>Calls are held back by a circuit: codes that begin with <c>breaker.</c>, <c>circuit.</c> or <c>resilience.</c></summary>
    public const string BreakerOpen = "breaker-open";

    /// <summary>Answers come from a lower rung: codes that begin with <c>degradation.</c></summary>
    public const string Degraded = "degraded";

    /// <summary>The kill switch is engaged: codes that begin with <c>kill-switch.</c></summary>
    public const string KillSwitch = "kill-switch";

    /// <summary>A candidate was taken back: codes that begin with <c>rollout.</c></summary>
    public const string RolloutRolledBack = "rollout-rolled-back";

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
        ("degradation.", Degraded),
        ("kill-switch.", KillSwitch),
        ("rollout.", RolloutRolledBack),
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
