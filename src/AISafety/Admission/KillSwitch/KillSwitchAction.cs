using AISafety.Alerts;

namespace AISafety.Switches;

/// <summary>Engages a kill switch when an alert comes up; releases it when the alert is over only if it was told to.</summary>
internal sealed class KillSwitchAction(KillSwitch killSwitch, bool releaseWhenOver) : IAlertAction
{
    public const string Code = "killswitch.engaged";

    private const int LongestActor = 200;
    private const int LongestReason = 1_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _holding = [];
    private string? _mine;

    public async ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Code == Code)
        {
            // Of this switch, or of another that it would then be tied to.
            return;
        }

        string actor = Short($"alert {alert.Model}/{alert.Monitor}", LongestActor);
        lock (_lock)
        {
            _holding.Add(alert.ConditionId);
            if (killSwitch.IsEngaged)
            {
                // By somebody, who will release it, or by this.
                return;
            }

            _mine = actor;
        }

        try
        {
            await killSwitch.EngageAsync(actor, Short($"{alert.Code}: {alert.Message}", LongestReason), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // An action that failed is not reverted: nobody would say that this condition is over.
            lock (_lock)
            {
                _holding.Remove(alert.ConditionId);
            }

            throw;
        }
    }

    public async ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        string? mine;
        lock (_lock)
        {
            _holding.Remove(alert.ConditionId);
            if (!releaseWhenOver || _holding.Count > 0)
            {
                return;
            }

            mine = _mine;
            _mine = null;
        }

        // Whoever else engaged it since had a reason of their own.
        if (mine is not null && killSwitch.State is { IsEngaged: true } state && state.Actor == mine)
        {
            await killSwitch.ReleaseAsync(mine, Short($"{alert.Code}: the alert is over.", LongestReason), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length];
}
