using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AISafety.Uncertainty;

/// <summary>The intervals that the guard stopped: their calls are recorded without an output, and their outcomes must move the level all the same. Otherwise infinite intervals, all
/// stopped, would never be counted as covered and would stay infinite.</summary>
internal sealed class GivenIntervals
{
    private const int Capacity = 65_536;

    private readonly ConcurrentDictionary<CallId, PredictionInterval> _intervals = new();
    private readonly ConcurrentQueue<CallId> _order = new();

    public void Add(CallId call, PredictionInterval interval)
    {
        if (_intervals.TryAdd(call, interval))
        {
            _order.Enqueue(call);
        }

        // Those that were taken meanwhile are still in the order, so that it is the order that is bounded.
        while (_order.Count > Capacity && _order.TryDequeue(out CallId oldest))
        {
            _intervals.TryRemove(oldest, out _);
        }
    }

    public bool TryTake(CallId call, [MaybeNullWhen(false)] out PredictionInterval interval) => _intervals.TryRemove(call, out interval);

    public bool Has(CallId call) => _intervals.ContainsKey(call);
}
