using AISafety.Alerts;

namespace AISafety.Resilience;

/// <summary>Forces a ladder down while conditions are there.</summary>
internal sealed class LadderForce(DegradationLadder ladder, string rung) : IAlertAction
{
    public ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ladder.Force((this, AlertKey.Of(alert)), ladder.IndexOf(rung), alert.Code);
        return default;
    }

    public ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ladder.Lift((this, AlertKey.Of(alert)));
        return default;
    }
}
