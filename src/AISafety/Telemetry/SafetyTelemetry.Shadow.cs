namespace AISafety.Telemetry;

// Shadows.
public static partial class SafetyTelemetry
{
    /// <summary>Calls that were to be shadowed, by what became of them. Tags: model, shadow, outcome.</summary>
    public const string ShadowCalls = "aisafety.shadow.calls";

    /// <summary>Calls that wait for a candidate, or that it is working on. Tags: model, shadow.</summary>
    public const string ShadowPending = "aisafety.shadow.pending";

    /// <summary>Share of compared outputs that disagree. Tags: model, shadow.</summary>
    public const string ShadowDisagreement = "aisafety.shadow.disagreement";

    /// <summary>Abandoned calls of a candidate that have not come back. Tags: model, shadow.</summary>
    public const string ShadowAbandoned = "aisafety.shadow.abandoned";

    /// <summary>The tag that names a shadow.</summary>
    public const string ShadowTag = "aisafety.shadow";

    /// <summary>The tag for what became of a call that was to be shadowed: <c>agreed</c>, <c>disagreed</c>, <c>candidate_failed</c>, <c>timed_out</c>, <c>abandoned</c>, <c>comparison_failed</c>, <c>dropped</c>,
    /// <c>stable_failed</c>, <c>copy_failed</c>.</summary>
    public const string ShadowOutcomeTag = "aisafety.shadow.outcome";
}
