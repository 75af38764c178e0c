using AISafety.Alerts;

namespace AISafety.Switches;

/// <summary>The conditions for which one switch is engaged, of all its actions and all safe models together.</summary>
/// <remarks>
/// <para>Released only when all of them are over, the end of each may release it, and nobody else, here or in another process, has engaged it since it was last released.</para>
/// <para>Fails closed: a condition whose end is never told, as of a model that was disposed of, holds on, and a person releases the switch.</para>
/// </remarks>
internal sealed class KillSwitchHolds(KillSwitch killSwitch)
{
    /// <summary>With what the actor begins where an alert has engaged a switch, in this or another process.</summary>
    public const string ActorPrefix = "alert ";

    private readonly Lock _lock = new();

    // Whether the end of a condition may release the switch.
    private readonly Dictionary<Key, bool> _open = [];

    // As what the switch was engaged for them since it was last released.
    private readonly List<KillSwitchChange> _mine = [];

    // Whether one of those since then may not release it.
    private bool _isKept;
    private int _releasing;

    /// <summary>What tells one hold from another. Not the alert's <see cref="SafetyAlert.ConditionId"/>: a condition that has ended and come up again before anybody was told of the end is the same hold.</summary>
    public readonly record struct Key(object Action, string Model, AlertKey Alert);

    /// <summary>Takes a condition that has come up, and engages the switch unless it is engaged for long enough already.</summary>
    public ValueTask HoldAsync(Key key, bool mayRelease, string actor, string reason, CancellationToken cancellationToken)
    {
        KillSwitchChange change;
        lock (_lock)
        {
            (_, KillSwitchChange[] run) = killSwitch.Look();
            if (run.Length == 0)
            {
                // Released since, or never engaged: a person has decided about what was open then.
                _mine.Clear();
                _isKept = _open.ContainsValue(false);
            }

            _open[key] = mayRelease;
            _isKept |= !mayRelease;

            // A person who has engaged it releases it, and what is ours is released after this. But another process may release what is its own at any moment.
            if (_releasing == 0 && Array.Exists(run, one => _mine.Contains(one) || !one.Actor.StartsWith(ActorPrefix, StringComparison.Ordinal)))
            {
                return default;
            }

            change = killSwitch.Change(true, actor, reason);
            _mine.Add(change);
        }

        // If it cannot be saved the hold stays, as the switch does.
        return killSwitch.EngageAsync(change, cancellationToken);
    }

    /// <summary>Takes the end of a condition.</summary>
    public async ValueTask EndAsync(Key key, string reason, CancellationToken cancellationToken)
    {
        KillSwitchState seen;
        KillSwitchChange[] run;
        lock (_lock)
        {
            _open.Remove(key);
            (seen, run) = killSwitch.Look();
            if (_open.Count > 0 || _isKept || run.Length == 0 || run.Length > _mine.Count || !Array.TrueForAll(run, _mine.Contains) || !seen.IsOf(run[^1]))
            {
                return;
            }

            // Who comes meanwhile engages it anew, so that this release does not take it along.
            _releasing++;
        }

        bool isReleased = false;
        try
        {
            isReleased = await killSwitch.ReleaseAsync(killSwitch.Change(false, run[^1].Actor, reason), seen, cancellationToken).ConfigureAwait(false);
        }
        catch (KillSwitchChangedException)
        {
            // Whoever has engaged it since had a reason of their own.
        }
        finally
        {
            lock (_lock)
            {
                _releasing--;
                if (isReleased)
                {
                    _mine.RemoveAll(one => Array.IndexOf(run, one) >= 0);
                }
            }
        }
    }
}
