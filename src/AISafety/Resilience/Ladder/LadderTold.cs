using System.Diagnostics.Metrics;
using AISafety.Alerts;
using AISafety.Incidents;
using AISafety.Telemetry;

namespace AISafety.Resilience;

/// <summary>Tells metrics and alerts of a ladder's moves.</summary>
internal sealed class LadderTold
{
    private readonly DegradationLadder _ladder;
    private readonly ModelTelemetry _telemetry;
    private readonly AlertPort _alerts;
    private readonly Counter<long> _moves;
    private readonly Counter<long> _fallthroughs;
    private readonly int _refusal;

    public LadderTold(DegradationLadder ladder, ModelTelemetry telemetry, AlertPort alerts, int refusal)
    {
        (_ladder, _telemetry, _alerts, _refusal) = (ladder, telemetry, alerts, refusal);
        _moves = telemetry.Counter(SafetyTelemetry.DegradationMoves, "{move}", "Moves of the ladder.");
        _fallthroughs = telemetry.Counter(SafetyTelemetry.DegradationFallthroughs, "{call}", "Calls that a lower rung answered because the one they were given to failed.");
        telemetry.Observe(SafetyTelemetry.DegradationRung, "{rung}", "The rung at which the ladder stands; 0 is the full model.", () => ladder.CurrentIndex);
    }

    public void Moved(DegradationMove move) =>
        _telemetry.Count(_moves, new(SafetyTelemetry.RungTag, move.To), new(SafetyTelemetry.ReasonTag, move.Reason));

    public void FellThrough(string rung) => _telemetry.Count(_fallthroughs, new(SafetyTelemetry.RungTag, rung));

    /// <summary>Says where the ladder stands now.</summary>
    public void Announce()
    {
        int rung = _ladder.CurrentIndex;
        if (rung == 0)
        {
            _alerts.End(DegradationLadder.PartName, DegradationLadder.AlertCode);
            return;
        }

        string name = _ladder.Rungs[rung];
        DegradationMove? move = _ladder.Last;
        string why = move is { } last ? last.Actor is { } actor ? $"{last.Reason} by {actor}: {last.Detail}" : last.Reason : "";
        _alerts.Raise(DegradationLadder.PartName, new(
            DegradationLadder.AlertCode,
            $"The ladder stands at rung '{name}' ({why}).",
            rung >= _refusal ? AlertSeverity.Critical : AlertSeverity.Medium)
        {
            HasNews = true,
            Value = rung,
            ResolveAfter = TimeSpan.Zero,

            // While it is held the last move is that hold's; after it, the end of it.
            SetOffBy = move is null ? null : ContainmentReason.Of(move.Actor, move.Detail),
            SuggestedAction = "Look at what the rungs above fail by; the ladder moves up by itself when they are good again.",
        });
    }
}
