using System.Diagnostics.Metrics;
using AISafety.Telemetry;

namespace AISafety.Rollout;

/// <summary>What a rollout tells the outside.</summary>
internal sealed class RolloutTelemetry
{
    private readonly ModelTelemetry _telemetry;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _refusals;

    public RolloutTelemetry(ModelTelemetry telemetry, ModelRollout rollout)
    {
        _telemetry = telemetry;
        _changes = telemetry.Counter(SafetyTelemetry.RolloutChanges, "{change}", "Changes of a rollout: steps, pauses, rollbacks.");
        _refusals = telemetry.Counter(SafetyTelemetry.RolloutRefusals, "{refusal}", "Steps of a rollout that were refused.");
        telemetry.Observe(SafetyTelemetry.RolloutShare, "1", "The candidate's share of the keys.", () => rollout.Share);
        telemetry.Observe(SafetyTelemetry.RolloutStatus, "{status}", "How far a rollout has come: 0 running, 1 paused, 2 draining, 3 promoted, 4 rolled back, 5 not known yet.", () => (double)rollout.State.Status);
        telemetry.Observe(SafetyTelemetry.RolloutHarm, "1", "The evidence against the candidate, as a share of what rolls it back.", () => HarmOf(rollout.GetReport()));
        telemetry.Observe(SafetyTelemetry.RolloutKeys, "{key}", "Keys that were exposed to the candidate.", () => rollout.GetReport().CandidateKeys);
    }

    public void Changed(RolloutEvent happened) => _telemetry.Count(_changes, new(SafetyTelemetry.ChangeTag, happened.Change.Split(' ')[0]));

    public void Refused(StepObjection objection) => _telemetry.Count(_refusals, new(SafetyTelemetry.ReasonTag, objection.Kind));

    // The logarithm, because e-values grow by factors: 0 is none, 1 is enough.
    private static double HarmOf(RolloutReport report) => report.HarmEValue <= 1 ? 0 : Math.Log(report.HarmEValue) / Math.Log(report.HarmThreshold);
}
