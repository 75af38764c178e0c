namespace AISafety.Alerts;

/// <summary>What is done while a condition is there: hold the model back, use the fallback, stop a rollout.</summary>
public interface IAlertAction
{
    /// <summary>A condition has come up. Called once for it, away from monitors and calls, and never while another call of this action runs for the same safe model. What it
    /// throws is logged and counted; then it is called again when the condition is next sent.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellationToken">Cancelled when disposal waits no longer.</param>
    ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken);

    /// <summary>The condition is over. Called only after <see cref="ApplyAsync"/> has succeeded for it; what it throws is logged and counted.</summary>
    /// <param name="alert">The alert, <see cref="AlertState.Resolved"/>.</param>
    /// <param name="cancellationToken">Cancelled when disposal waits no longer.</param>
    ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken);
}
