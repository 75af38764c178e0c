namespace AISafety.Telemetry;

public static partial class SafetyTelemetry
{
    /// <summary>The candidate's share of the keys, 0 to 1. Tags: model.</summary>
    public const string RolloutShare = "aisafety.rollout.share";

    /// <summary>How far a rollout has come: 0 running, 1 paused, 2 draining, 3 promoted, 4 rolled back. Tags: model.</summary>
    public const string RolloutStatus = "aisafety.rollout.status";

    /// <summary>The evidence against the candidate, as a share of what rolls it back, by the logarithm. Tags: model.</summary>
    public const string RolloutHarm = "aisafety.rollout.harm";

    /// <summary>Keys that were exposed to the candidate. Tags: model.</summary>
    public const string RolloutKeys = "aisafety.rollout.keys";

    /// <summary>Changes of a rollout. Tags: model, change.</summary>
    public const string RolloutChanges = "aisafety.rollout.changes";

    /// <summary>Steps of a rollout that were refused. Tags: model, reason.</summary>
    public const string RolloutRefusals = "aisafety.rollout.refusals";

    /// <summary>The tag for a kind of change: its first word.</summary>
    public const string ChangeTag = "aisafety.change";
}
