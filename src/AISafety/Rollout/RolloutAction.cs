using AISafety.Alerts;

namespace AISafety.Rollout;

/// <summary>Rolls back on an alert. That the condition ends brings the candidate not back.</summary>
internal sealed class RolloutAction(ModelRollout rollout) : IAlertAction
{
    public ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        rollout.Alerted(alert);
        return default;
    }

    public ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        rollout.Ended(alert);
        return default;
    }
}
