namespace AISafety.Rollout;

/// <summary>Holds calls back until those that began before them have come: they are recorded in the order in which they end, and a version that is slower would always come last, so that for a while it would look as if the other had all the draws.</summary>
/// <remarks>Thread-safe. What comes later than it was waited for is judged when it comes.</remarks>
internal sealed class JudgedCalls
{
    // Some seconds of calls at the rates at which one process works. Past it the oldest are judged sooner.
    private const int Capacity = 1 << 18;

    private readonly PriorityQueue<JudgedCall, (long Started, long Arrival)> _waiting = new();
    private readonly Lock _lock = new();
    private long _arrivals;

    public void Add(JudgedCall call)
    {
        lock (_lock)
        {
            _waiting.Enqueue(call, (call.Arm.Started, _arrivals++));
        }
    }

    /// <summary>Takes the calls that began before a time stamp, in that order.</summary>
    public IReadOnlyList<JudgedCall> TakeUntil(long stamp)
    {
        List<JudgedCall> taken = [];
        lock (_lock)
        {
            while (_waiting.TryPeek(out _, out (long Started, long Arrival) first) && (first.Started <= stamp || _waiting.Count > Capacity))
            {
                taken.Add(_waiting.Dequeue());
            }
        }

        return taken;
    }
}
