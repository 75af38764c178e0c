using System.Collections.Concurrent;

namespace AISafety.Testing;

/// <summary>What happens before certain calls of a stress run: events, samples of memory, word of progress.</summary>
internal sealed class StressSteps
{
    private readonly StressOptions _options;
    private readonly Dictionary<long, StressEvent[]> _events;
    private readonly ConcurrentQueue<StressEventResult> _results = new();
    private readonly Lock _sampling = new();
    private readonly Lock _telling = new();
    private readonly MemorySample[] _samples;
    private readonly double _between;
    private readonly long _started;
    private int _count;

    public StressSteps(StressOptions options)
    {
        _options = options;
        _events = options.Events.GroupBy(static one => one.AtCall).ToDictionary(static group => group.Key, static group => group.ToArray());

        // Made beforehand: what samples take must not be what they find.
        _samples = new MemorySample[options.MemorySamples];
        _between = options.MemorySamples == 0 ? 0 : (double)options.Calls / (options.MemorySamples - 1);
        _started = options.TimeProvider.GetTimestamp();
    }

    public async ValueTask BeforeAsync(long call, Func<StressProgress> progress, CancellationToken cancellationToken)
    {
        // A sample where a multiple of the distance is passed.
        if (_samples.Length > 0 && (long)(call / _between) != (long)((call - 1) / _between))
        {
            Sample(call, _samples.Length - 1);
        }

        if (_events.TryGetValue(call, out StressEvent[]? due))
        {
            foreach (StressEvent one in due)
            {
                await RunAsync(one, cancellationToken).ConfigureAwait(false);
            }
        }

        if (call % _options.ProgressEvery == 0 && _options.OnProgress is { } tell)
        {
            lock (_telling)
            {
                tell(progress() with { Elapsed = _options.TimeProvider.GetElapsedTime(_started) });
            }
        }
    }

    /// <summary>Takes a sample before the run, or after it.</summary>
    public void Sample(long call) => Sample(call, _samples.Length);

    public MemoryTrend Memory() => MemoryTrend.Of(_samples[.._count], (long)(_options.MemoryWarmUp * _options.Calls), _options.MemoryGrowthLimit);

    public StressEventResult[] EventResults() => [.. _results];

    private void Sample(long call, int room)
    {
        lock (_sampling)
        {
            if (_count < room)
            {
                GC.Collect();
                _samples[_count++] = new(call, GC.GetTotalMemory(forceFullCollection: false));
            }
        }
    }

    private async ValueTask RunAsync(StressEvent one, CancellationToken cancellationToken)
    {
        try
        {
            await one.Run(cancellationToken).ConfigureAwait(false);
            _results.Enqueue(new(one.AtCall, one.Name, null));
        }
        catch (Exception exception)
        {
            _results.Enqueue(new(one.AtCall, one.Name, exception));
        }
    }
}
