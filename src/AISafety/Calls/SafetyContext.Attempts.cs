using AISafety.Resilience;

namespace AISafety;

// What a model made of several attempts or rungs notes of the call. Always kept by the call's own context, not by a copy.
public sealed partial class SafetyContext
{
    private RunningAttempts? _attempts;
    private Evidence? _degraded;
    private LadderMark _ladder;
    private bool _isNoted;
    private bool _isStandIn;

    /// <summary>Whether there is more to know of the model's answer than the answer.</summary>
    internal bool IsNoted => _isNoted;

    /// <summary>Says that a lower rung answered, and which; null if none did.</summary>
    internal Evidence? Degraded => (_original ?? this)._degraded;

    /// <summary>Whether another than the model answered in its place.</summary>
    internal bool IsStandIn => _isStandIn;

    /// <summary>Which rung the call was given to, and what came of it there.</summary>
    internal LadderMark Ladder
    {
        get => (_original ?? this)._ladder;
        set => (_original ?? this)._ladder = value;
    }

    /// <summary>Ends when all attempts have ended that the model still runs; null if it runs none.</summary>
    internal Task? RunningAttempts => (_original ?? this)._attempts?.Ended;

    /// <summary>Notes an attempt that may be given up on. Until it has ended the context goes to no other call, and leases are held; what it throws is observed.</summary>
    internal void Track(Task attempt)
    {
        SafetyContext context = _original ?? this;
        context._isNoted = true;
        LazyInitializer.EnsureInitialized(ref context._attempts, static () => new()).Add(attempt);
    }

    /// <summary>Notes that a lower rung answers.</summary>
    internal void Degrade(Evidence evidence)
    {
        SafetyContext context = _original ?? this;
        context._isNoted = true;
        context._degraded = evidence;
    }

    /// <summary>Notes that another than the model answers in its place. Called by the engine of the answer that it takes, not by those who ask, whose answer may yet be given up.</summary>
    internal void NoteStandIn()
    {
        _isNoted = true;
        _isStandIn = true;
    }

    private void ForgetNotes()
    {
        _isNoted = false;
        _isStandIn = false;
        _degraded = null;
    }
}
