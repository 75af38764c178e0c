using System.Globalization;

namespace AISafety.Resilience;

/// <summary>Where a ladder stands, and when it moves. Knows no clock and no calls but by what it is told. Not thread-safe.</summary>
internal sealed class LadderMachine(int rungs, DegradationRules rules, DateTimeOffset start)
{
    private readonly RungWindow _window = new(rules.Window);
    private readonly Dictionary<object, int> _forces = [];
    private DateTimeOffset _since = start;
    private DateTimeOffset? _movedUp;
    private TimeSpan _stay = rules.StayAtLeast;
    private int _callsSinceProbe;
    private int _goodProbes;

    public int Rung { get; private set; }

    /// <summary>How many times it has moved.</summary>
    public int Epoch { get; private set; }

    public bool IsHeld { get; private set; }

    /// <summary>How long it stays before it tries the rung above.</summary>
    public TimeSpan Stay => _stay;

    /// <summary>The lowest rung that is forced; it does not go above.</summary>
    public int Floor => _forces.Count == 0 ? 0 : _forces.Values.Max();

    /// <summary>Gives a call to a rung: the one at which the ladder stands, or the one above, to try it.</summary>
    public LadderMark Begin(DateTimeOffset now)
    {
        bool mayProbe = !IsHeld && Rung > Floor && now - _since >= _stay;
        if (mayProbe && ++_callsSinceProbe >= rules.ProbeEvery)
        {
            _callsSinceProbe = 0;
            return new(true, (byte)(Rung - 1), true, Epoch, RungOutcome.None);
        }

        return new(true, (byte)Rung, false, Epoch, RungOutcome.None);
    }

    /// <summary>Takes what came of a call. Returns why the ladder has moved, if it has; only then the clock is read.</summary>
    public (string Reason, string Detail)? Take(LadderMark mark, Func<DateTimeOffset> clock)
    {
        if (IsHeld || mark.Epoch != Epoch || mark.Outcome == RungOutcome.None)
        {
            return null;
        }

        return mark.IsProbe ? Probed(mark.Outcome, clock) : Answered(mark.Outcome, clock);
    }

    /// <summary>Forces the ladder to stand at a rung or below for as long as the force is there. True if it moves.</summary>
    public bool Force(object key, int rung, DateTimeOffset now)
    {
        _forces[key] = rung;
        if (IsHeld || Rung >= rung)
        {
            return false;
        }

        Move(rung, now);
        _stay = rules.StayAtLeast;
        return true;
    }

    /// <summary>Ends a force. The ladder stays where it is, and moves up by the rule.</summary>
    public void Lift(object key, DateTimeOffset now)
    {
        if (_forces.Remove(key))
        {
            _since = now;
        }
    }

    /// <summary>Puts the ladder at a rung, where it stays whatever happens.</summary>
    public void Hold(int rung, DateTimeOffset now)
    {
        Move(rung, now);
        IsHeld = true;
    }

    /// <summary>Ends the hold and every force. The ladder stays where it is, and moves by the rules.</summary>
    public void Release(DateTimeOffset now)
    {
        _forces.Clear();
        EndHold(now);
    }

    /// <summary>Ends the hold alone. The ladder stays where it is, and moves by the rules; where a force asks for less, by <see cref="Sink"/>.</summary>
    public void EndHold(DateTimeOffset now)
    {
        IsHeld = false;
        Move(Rung, now);
        _stay = rules.StayAtLeast;
    }

    /// <summary>Goes down to what is forced, if it stands above. True if it moves.</summary>
    public bool Sink(DateTimeOffset now)
    {
        if (IsHeld || Rung >= Floor)
        {
            return false;
        }

        Move(Floor, now);
        return true;
    }

    private (string Reason, string Detail)? Probed(RungOutcome outcome, Func<DateTimeOffset> clock)
    {
        if (outcome != RungOutcome.Good)
        {
            _goodProbes = 0;
            return null;
        }

        if (++_goodProbes < rules.ProbesToMoveUp)
        {
            return null;
        }

        int good = _goodProbes;
        DateTimeOffset now = clock();
        Move(Rung - 1, now);
        _movedUp = now;
        return ("recovered", string.Create(CultureInfo.InvariantCulture, $"{good} calls in a row were good at the rung above."));
    }

    private (string Reason, string Detail)? Answered(RungOutcome outcome, Func<DateTimeOffset> clock)
    {
        _window.Add(outcome);
        if (_window.Count < rules.MinimumCalls || Rung == rungs - 1)
        {
            return null;
        }

        if ((Reached(RungOutcome.Failed, rules.FailedShare, "failed")
            ?? Reached(RungOutcome.Slow, rules.SlowAfter is null ? null : rules.SlowShare, "slow")
            ?? Reached(RungOutcome.Blocked, rules.BlockedShare, "blocked")) is not { } reason)
        {
            return null;
        }

        DateTimeOffset now = clock();
        if (Rung == 0 || _movedUp is not null)
        {
            // Doubling is bounded first: twice the longest stay is no time span.
            bool relapsed = _movedUp is { } at && now - at < rules.RelapseWithin;
            _stay = !relapsed ? rules.StayAtLeast : _stay > rules.MaxStay / 2 ? rules.MaxStay : 2 * _stay;
            _movedUp = null;
        }

        Move(Rung + 1, now);
        return reason;
    }

    private (string Reason, string Detail)? Reached(RungOutcome outcome, double? limit, string reason)
    {
        double share = _window.Share(outcome);
        return share >= limit
            ? (reason, string.Create(CultureInfo.InvariantCulture, $"{share:P0} of the last {_window.Count} calls; the limit is {limit:P0}."))
            : null;
    }

    private void Move(int rung, DateTimeOffset now)
    {
        Rung = rung;
        Epoch++;
        _since = now;
        _window.Clear();
        (_callsSinceProbe, _goodProbes) = (0, 0);
    }
}
