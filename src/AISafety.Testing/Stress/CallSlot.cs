namespace AISafety.Testing;

/// <summary>What one worker of a stress run is at: which call, and since when. Whoever ends the call, the worker or the watch, does so once.</summary>
internal sealed class CallSlot(int place)
{
    private long _call;
    private long _since;

    /// <summary>The worker's place among the workers.</summary>
    public int Place => place;

    /// <summary>The call, 0 for none. Read before <see cref="Since"/>, which is then of this call or a later one.</summary>
    public long Call => Volatile.Read(ref _call);

    public long Since => Volatile.Read(ref _since);

    public void Begin(long call, long timestamp)
    {
        Volatile.Write(ref _since, timestamp);
        Volatile.Write(ref _call, call);
    }

    /// <summary>Ends a call; false if it was ended already.</summary>
    public bool TryEnd(long call) => Interlocked.CompareExchange(ref _call, 0, call) == call;
}
