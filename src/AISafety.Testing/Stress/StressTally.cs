using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AISafety.Testing;

/// <summary>How calls ended: counts by kind and name, and each call's latency. Thread-safe.</summary>
internal sealed class StressTally(int calls)
{
    private readonly ConcurrentDictionary<(StressOutcomeKind Kind, string Name), StrongBox<long>> _counts = new();
    private readonly float[] _microseconds = new float[calls];
    private long _ended;
    private long _overBudget;

    public long Ended => Interlocked.Read(ref _ended);

    public long OverBudget => Interlocked.Read(ref _overBudget);

    public void Add(long call, StressOutcomeKind kind, string name, TimeSpan elapsed)
    {
        _microseconds[call - 1] = (float)elapsed.TotalMicroseconds;
        Interlocked.Increment(ref _counts.GetOrAdd((kind, name), static _ => new()).Value);
        if (kind == StressOutcomeKind.OverBudget)
        {
            Interlocked.Increment(ref _overBudget);
        }

        Interlocked.Increment(ref _ended);
    }

    public StressOutcome[] Outcomes() =>
        [.. _counts.Select(static one => new StressOutcome(one.Key.Kind, one.Key.Name, one.Value.Value)).OrderBy(static one => one.Kind).ThenBy(static one => one.Name, StringComparer.Ordinal)];

    public StressLatency Latency() => StressLatency.Of(_microseconds);
}
