using AISafety.Alerts;

namespace AISafety.Switches;

/// <summary>Engages a kill switch when an alert comes up; releases it when the alert is over only if it was told to. What is held is known to the switch.</summary>
internal sealed class KillSwitchAction(KillSwitch killSwitch, bool releaseWhenOver) : IAlertAction
{
    public const string Code = "killswitch.engaged";

    private const int LongestActor = 200;
    private const int LongestReason = 1_000;

    public async ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Code == Code)
        {
            // Of this switch, or of another that it would then be tied to.
            return;
        }

        string actor = Short($"{KillSwitchHolds.ActorPrefix}{alert.Model}/{alert.Monitor}", LongestActor);
        await killSwitch.Holds.HoldAsync(KeyOf(alert), releaseWhenOver, actor, Short($"{alert.Code}: {alert.Message}", LongestReason), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Code != Code)
        {
            await killSwitch.Holds.EndAsync(KeyOf(alert), Short($"{alert.Code}: the alert is over.", LongestReason), cancellationToken).ConfigureAwait(false);
        }
    }

    private KillSwitchHolds.Key KeyOf(SafetyAlert alert) => new(this, alert.Model, AlertKey.Of(alert));

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length];
}
