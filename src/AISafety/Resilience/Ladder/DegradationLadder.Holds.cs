namespace AISafety.Resilience;

// An operator's hand on it, and an incident's.
public sealed partial class DegradationLadder
{
    // The lowest rung last: that one is in force, and the others wait beneath.
    private readonly List<DegradationMove> _holds = [];

    /// <summary>The hold that keeps the ladder where it is, of an operator or of an incident: where, who, when and why; null without.</summary>
    public DegradationMove? Held
    {
        get
        {
            lock (_lock)
            {
                return _holds.LastOrDefault();
            }
        }
    }

    /// <summary>Puts the ladder at a rung and keeps it there, whatever the rules, alerts and incidents said before, until <see cref="Release"/>. Takes the place of all holds.</summary>
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
            LadderMachine machine = Machine;
            int index = IndexOf(rung);
            _holds.Clear();
            Hold(machine, index, actor, reason);
        }

        _announcer!.Announce();
    }

    /// <summary>Ends all holds, and whatever alerts force: conditions that are there now no longer force the ladder down. It stays at its rung, and moves by the rules from there.</summary>
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
            _holds.Clear();
            Note(machine.Rung, "released", reason, actor);
        }

        _announcer!.Announce();
    }

    /// <summary>Holds the ladder at a rung. Where it is held as low or lower, the hold waits beneath, and is in force when those above it are over. A hold is known by rung, actor and reason: taken twice, it is one.</summary>
    internal void HoldAtLeast(string rung, string actor, string reason)
    {
        lock (_lock)
        {
            LadderMachine machine = Machine;
            int index = IndexOf(rung);
            if (FindHold(rung, actor, reason) >= 0)
            {
                return;
            }

            int place = _holds.FindLastIndex(one => IndexOf(one.To) < index) + 1;
            if (place < _holds.Count)
            {
                _holds.Insert(place, new(_timeProvider.GetUtcNow(), _rungs[machine.Rung], rung, "held", reason, actor));
                return;
            }

            Hold(machine, index, actor, reason);
        }

        _announcer!.Announce();
    }

    /// <summary>Ends one hold and nothing else. One that waits is gone, and one that is in force gives way to the next beneath; without one the ladder moves by the rules, no higher than alerts force it. Returns the hold that is there
    /// instead, and stays, where there is no such hold; else null.</summary>
    internal DegradationMove? Withdraw(string rung, string actor, string reason)
    {
        lock (_lock)
        {
            int place = FindHold(rung, actor, reason);
            if (place < 0)
            {
                return _holds.LastOrDefault();
            }

            _holds.RemoveAt(place);
            if (place < _holds.Count)
            {
                return null;
            }

            if (_holds.Count == 0)
            {
                EndHold(actor, reason);
            }
            else
            {
                DegradationMove next = _holds[^1];
                _holds.RemoveAt(_holds.Count - 1);
                Hold(Machine, IndexOf(next.To), next.Actor!, next.Detail);
            }
        }

        _announcer!.Announce();
        return null;
    }

    private int FindHold(string rung, string actor, string reason) => _holds.FindIndex(one => one.To == rung && one.Actor == actor && one.Detail == reason);

    private void Hold(LadderMachine machine, int index, string actor, string reason)
    {
        int from = machine.Rung;
        machine.Hold(index, Steady());
        _holds.Add(Note(from, "held", reason, actor));
    }

    private void EndHold(string actor, string reason)
    {
        LadderMachine machine = Machine;
        machine.EndHold(Steady());
        Note(machine.Rung, "released", reason, actor);
        int from = machine.Rung;
        if (machine.Sink(Steady()))
        {
            Note(from, "alert", "The hold is over, and an alert is open.", null);
        }
    }
}
