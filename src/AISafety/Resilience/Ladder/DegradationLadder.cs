using AISafety.Alerts;

namespace AISafety.Resilience;

/// <summary>A ladder of ways to answer: where it stands, how it came there, and an operator's hand on it. Hand one to <c>AddDegradation</c> to keep it.</summary>
/// <remarks>Thread-safe. Of one safe model only; a Build that fails may have used it up as well.</remarks>
public sealed partial class DegradationLadder
{
    internal const string PartName = "degradation";
    internal const string AlertCode = "degraded";
    private const int MostMoves = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<DegradationMove> _history = new();
    private readonly Func<DateTimeOffset> _now;
    private LadderMachine? _machine;
    private string[] _rungs = [];
    private TimeProvider _timeProvider = TimeProvider.System;
    private TimeProvider _steady = TimeProvider.System;
    private Announcer? _announcer;
    private Action<DegradationMove>? _moved;

    // The mark of calls at the full model, which is where nearly all of them go; null at every other rung.
    private volatile StrongMark? _full;

    /// <summary>Makes a ladder that is yet to be given to a builder.</summary>
    public DegradationLadder() => _now = Steady;

    /// <summary>The rungs, the full model first.</summary>
    public IReadOnlyList<string> Rungs => _rungs;

    /// <summary>The name of the rung at which the ladder stands. Calls that are under way end at the rung that they began at.</summary>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public string CurrentRung => _rungs[CurrentIndex];

    /// <summary>The place of <see cref="CurrentRung"/> in <see cref="Rungs"/>: 0 is the full model.</summary>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public int CurrentIndex
    {
        get
        {
            lock (_lock)
            {
                return Machine.Rung;
            }
        }
    }

    /// <summary>The last 1,000 moves, the oldest first.</summary>
    public IReadOnlyList<DegradationMove> History
    {
        get
        {
            lock (_lock)
            {
                return [.. _history];
            }
        }
    }

    private LadderMachine Machine => _machine ?? throw new InvalidOperationException("No safe model has been built with this ladder yet.");

    /// <summary>Makes it the ladder of a safe model.</summary>
    internal void Attach(string[] rungs, DegradationRules rules, TimeProvider timeProvider, Action announce, Action<DegradationMove> moved)
    {
        lock (_lock)
        {
            if (_machine is not null)
            {
                throw new SafetyBuildException("AddDegradation: the DegradationLadder is of another safe model already; give each Build one of its own.");
            }

            _timeProvider = timeProvider;
            _steady = new SteadyTime(timeProvider);
            _rungs = rungs;
            _moved = moved;
            _announcer = new(announce);
            _machine = new(rungs.Length, rules, Steady());
            KeepFull();
        }
    }

    internal int IndexOf(string rung)
    {
        int index = Array.IndexOf(_rungs, rung);
        return index >= 0 ? index : throw new ArgumentException($"There is no rung '{rung}'; expected one of: {string.Join(", ", _rungs)}.", nameof(rung));
    }

    /// <summary>Gives a call to a rung.</summary>
    internal LadderMark Begin()
    {
        if (_full is { } full)
        {
            return full.Mark;
        }

        lock (_lock)
        {
            return Machine.Begin(Steady());
        }
    }

    /// <summary>Takes what came of a call at its rung.</summary>
    internal void Take(LadderMark mark)
    {
        lock (_lock)
        {
            LadderMachine machine = Machine;
            int from = machine.Rung;
            if (machine.Take(mark, _now) is not { } why)
            {
                return;
            }

            Note(from, why.Reason, why.Detail, null);
        }

        _announcer!.Announce();
    }

    internal void Force(object key, int rung, string alert)
    {
        lock (_lock)
        {
            LadderMachine machine = Machine;
            int from = machine.Rung;
            if (!machine.Force(key, rung, Steady()))
            {
                return;
            }

            Note(from, "alert", $"Alert '{alert}' is open.", null);
        }

        _announcer!.Announce();
    }

    internal void Lift(object key)
    {
        lock (_lock)
        {
            Machine.Lift(key, Steady());
        }
    }

    /// <summary>The last move; null before the first.</summary>
    internal DegradationMove? Last
    {
        get
        {
            lock (_lock)
            {
                return _history.LastOrDefault();
            }
        }
    }

    private DegradationMove Note(int from, string reason, string detail, string? actor)
    {
        DegradationMove move = new(_timeProvider.GetUtcNow(), _rungs[from], _rungs[Machine.Rung], reason, detail, actor);
        if (_history.Count == MostMoves)
        {
            _history.Dequeue();
        }

        _history.Enqueue(move);
        KeepFull();
        _moved!(move);
        return move;
    }

    private void KeepFull() => _full = Machine.Rung == 0 ? new(Machine.Begin(Steady())) : null;

    /// <summary>By which the ladder waits; moves are told by the wall clock.</summary>
    private DateTimeOffset Steady() => _steady.GetUtcNow();

    private sealed class StrongMark(LadderMark mark)
    {
        public readonly LadderMark Mark = mark;
    }
}
