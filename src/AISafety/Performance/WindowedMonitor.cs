namespace AISafety.Performance;

/// <summary>Measures metrics window by window, and raises an alert when the whole interval of one lies beyond its limit.</summary>
/// <remarks>A window closes with the block that fills it, or when its time is over: the next starts with intervals as wide as can be. A metric that cannot have been one number throughout begins anew alone, so that those
/// that need longer are not held up.</remarks>
internal sealed class WindowedMonitor(string name, Func<IMetricWindow> open, WindowSettings settings, PerformanceReadings? readings) : ISafetyMonitor, IBoundsFalseAlarms
{
    private readonly HashSet<PerformanceLimit> _raised = [];
    private IMetricWindow _window = open();
    private DateTimeOffset? _since;
    private long _rows;
    private DateTimeOffset?[] _restarted = [];

    public string Name => name;

    // A window misses a limit with at most the probability that the interval is wrong at any time; as often it ends early because of that.
    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay)
    {
        double windows = 1 + (callsPerDay / settings.Size) + (TimeSpan.FromDays(1) / settings.Length);
        double wrong = 1 - settings.Confidence;
        double opened = windows / (1 - Math.Min(0.5, wrong * _window.Streams.Count));
        return [.. settings.Limits.Select(limit => new FalseAlarmBound(name, MetricNames.Of(limit.Metric), opened * wrong, "While the metric keeps its limit, and calls are independent given those before."))];
    }

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        int taken = _window.Observe(block);
        if (taken == 0)
        {
            return;
        }

        _rows += taken;

        // The earliest: blocks come late, and a clock that was set back must not hold up the end.
        DateTimeOffset since = _since is { } first && first <= block.Opened ? first : block.Opened;
        _since = since;
        DateTimeOffset now = context.TimeProvider.GetUtcNow();
        PerformanceReading[] current = [.. _window.Streams.Select((stream, i) => Read(stream, _restarted.ElementAtOrDefault(i) ?? since, now))];
        Judge(current, context);
        bool isClosed = _rows >= settings.Size || block.Opened - since >= settings.Length;
        readings?.Publish(current, isClosed);
        if (isClosed)
        {
            Close(current, context);
        }
        else
        {
            RestartChanged(now);
        }
    }

    private void RestartChanged(DateTimeOffset now)
    {
        // All are asked before any begins anew: some stand on others.
        int[] changed = [.. Enumerable.Range(0, _window.Streams.Count).Where(i => _window.Streams[i].HasChanged)];
        foreach (int i in changed)
        {
            _restarted = _restarted.Length == 0 ? new DateTimeOffset?[_window.Streams.Count] : _restarted;
            _restarted[i] = now;
            _window.Streams[i].Restart();
        }
    }

    private static PerformanceReading Read(MetricStream stream, DateTimeOffset since, DateTimeOffset now) =>
        new(stream.Metric, stream.Value, stream.Interval, stream.Count, since, now) { IsIdentified = stream.IsIdentified };

    private void Judge(PerformanceReading[] current, MonitorContext context)
    {
        foreach (PerformanceLimit limit in settings.Limits)
        {
            PerformanceReading? reading = Array.Find(current, one => one.Metric == limit.Metric);
            if (reading is { Count: > 0 } && limit.IsCrossedBy(reading.Interval) && _raised.Add(limit))
            {
                context.Raise(PerformanceAlert.Of(PerformanceAlert.Measured, limit, reading, current, settings.Limits, settings.Confidence));
            }
        }
    }

    private void Close(PerformanceReading[] last, MonitorContext context)
    {
        PerformanceAlert.Invalid(_window.Invalid, "labels, predictions or probabilities", "Check what is reported as outcome, and read as prediction and probability.", _since, context);
        PerformanceAlert.Clear(PerformanceAlert.Measured, settings.Limits, IsKept, context);
        _window = open();
        _since = null;
        _restarted = [];
        _rows = 0;
        _raised.Clear();

        bool IsKept(PerformanceLimit limit)
        {
            int metric = Array.FindIndex(last, one => one.Metric == limit.Metric);
            return !_raised.Contains(limit) && limit.IsKeptBy(last[metric], _window.Streams[metric].Greatest);
        }
    }
}
