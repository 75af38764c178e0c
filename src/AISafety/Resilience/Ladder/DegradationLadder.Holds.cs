namespace AISafety.Resilience;

// An operator's hand on it, and an incident's.
public sealed partial class DegradationLadder
{
    private LadderHold? _hold;

    /// <summary>The hold that an operator has put on the ladder: where, who, when and why; null without.</summary>
    public DegradationMove? Held => _hold?.Move;

    /// <summary>Puts the ladder at a rung and keeps it there, whatever the rules and alerts say, until <see cref="Release"/>.</summary>
    /// <param name="rung">The rung's name.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="ArgumentException">There is no such rung, or an argument is blank.</exception>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public void HoldAt(string rung, string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        lock (_lock)
        {
            Hold(rung, actor, reason, null);
        }

        _announcer!.Announce();
    }

    /// <summary>Ends a hold, and whatever alerts force: conditions that are there now no longer force the ladder down. It stays at its rung, and moves by the rules from there.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="ArgumentException">An argument is blank.</exception>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public void Release(string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        lock (_lock)
        {
            LadderMachine machine = Machine;
            machine.Release(Steady());
            _hold = null;
            Note(machine.Rung, "released", reason, actor);
        }

        _announcer!.Announce();
    }

    /// <summary>Holds the ladder at a rung, if nobody else holds it as low or lower. The hold that it takes the place of is kept for <see cref="Withdraw"/>.</summary>
    internal void HoldAtLeast(string rung, string actor, string reason)
    {
        lock (_lock)
        {
            _ = Machine;
            int index = IndexOf(rung);
            bool isMine = _hold?.IsOf(actor, reason) == true;
            if (_hold is { } held && !isMine && IndexOf(held.Move.To) >= index)
            {
                return;
            }

            // Held twice for one reason it is still one hold.
            Hold(rung, actor, reason, isMine ? _hold!.Before : _hold);
        }

        _announcer!.Announce();
    }

    /// <summary>Ends one hold and nothing else: the hold that it took the place of is there again, and without one the ladder moves by the rules, no higher than alerts force it. Returns the hold of somebody else, which then stays; null
    /// if nobody else's is there.</summary>
    internal DegradationMove? Withdraw(string actor, string reason)
    {
        lock (_lock)
        {
            if (_hold is not { } mine)
            {
                return null;
            }

            if (!mine.IsOf(actor, reason))
            {
                return mine.Move;
            }

            if (mine.Before is { } before)
            {
                Hold(before.Move.To, before.Move.Actor!, before.Move.Detail, before.Before);
            }
            else
            {
                EndHold(actor, reason);
            }
        }

        _announcer!.Announce();
        return null;
    }

    private void Hold(string rung, string actor, string reason, LadderHold? before)
    {
        LadderMachine machine = Machine;
        int from = machine.Rung;
        machine.Hold(IndexOf(rung), Steady());
        _hold = new(Note(from, "held", reason, actor), before);
    }

    private void EndHold(string actor, string reason)
    {
        LadderMachine machine = Machine;
        _hold = null;
        machine.EndHold(Steady());
        Note(machine.Rung, "released", reason, actor);
        int from = machine.Rung;
        if (machine.Sink(Steady()))
        {
            Note(from, "alert", "The hold is over, and an alert is open.", null);
        }
    }

    /// <summary>A hold, and the one that it took the place of, if that is to be there again.</summary>
    private sealed record LadderHold(DegradationMove Move, LadderHold? Before)
    {
        public bool IsOf(string actor, string reason) => Move.Actor == actor && Move.Detail == reason;
    }
}
