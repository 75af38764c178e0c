namespace AISafety.DataQuality;

/// <summary>Watches the quality of a safe model's inputs.</summary>
internal sealed class DataQualityMonitor(
    ReferenceProfile profile, DataQualityOptions options, ColumnHandle? ages, CodesHandle? codes, SourceClock? sources, Action<DataQualityWindow>? onWindow) : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "data-quality";

    private readonly DataQualityWatch _watch = new(profile, options);

    // Guards what is judged by time, on the monitor's thread and on any that looks at the clock. Nothing is told while it is held.
    private readonly Lock _gate = new();
    private readonly QualityConditions _ofWindows = new();
    private readonly QualityConditions _ofTime = new();
    private readonly float[] _row = new float[profile.InputCount];
    private MonitorContext? _context;
    private DataQualityWindow? _lastWindow;

    public string Name => MonitorName;

    public DataQualityWindow? LastWindow => Volatile.Read(ref _lastWindow);

    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay) =>
    [
        .. _watch.ExpectedFalseAlarms(callsPerDay).Where(static check => check.Value > 0).Select(static check =>
            new FalseAlarmBound(MonitorName, DataQualityFinding.NameOf(check.Key), check.Value, "While rows are exchangeable with the reference.")),
    ];

    public void Observe(ColumnBlock block, MonitorContext context)
    {
        // Rows with labels came before, without.
        if (block.HasLabels)
        {
            return;
        }

        QualityConditions.Report report;
        lock (_gate)
        {
            _context = context;

            // Blocks come late and not in order; only the clock itself tells whether it was set back. What came before that did not come in the future.
            DateTimeOffset now = context.TimeProvider.GetUtcNow();
            DateTimeOffset arrived = block.Opened < now ? block.Opened : now;
            _watch.Volume?.Add(arrived, now, block.RowCount);
            AddSources(block, arrived, now);
            report = AtTime(now);
        }

        report.Tell(context);
        for (int row = 0; row < block.RowCount; row++)
        {
            for (int i = 0; i < _row.Length; i++)
            {
                _row[i] = block.Feature(i)[row];
            }

            if (_watch.Take(_row, block.Opened) is { } window)
            {
                Volatile.Write(ref _lastWindow, window);
                _ofWindows.Take(_watch.LastJudgement!).Tell(context);
                onWindow?.Invoke(window);
            }
        }
    }

    /// <summary>Judges what only the time tells.</summary>
    public IReadOnlyList<SourceQuality> Check()
    {
        MonitorContext? context;
        QualityConditions.Report report;
        IReadOnlyList<SourceQuality> status;
        lock (_gate)
        {
            context = _context;
            if (context is null)
            {
                return [];
            }

            DateTimeOffset now = context.TimeProvider.GetUtcNow();
            _watch.Volume?.Add(now, now, 0);
            sources?.Look(now);
            report = AtTime(now);
            status = sources?.Status(now) ?? [];
        }

        report.Tell(context);
        return status;
    }

    private void AddSources(ColumnBlock block, DateTimeOffset arrived, DateTimeOffset now)
    {
        if (sources is null)
        {
            return;
        }

        sources.Look(now);
        ReadOnlySpan<float> age = ages is { } column ? block.Column(column) : [];
        ReadOnlySpan<byte> source = codes is { } handle ? block.Codes(handle) : [];
        for (int row = 0; row < block.RowCount; row++)
        {
            int of = source.IsEmpty ? 0 : source[row];
            if (of < CodesHandle.Missing)
            {
                sources.Add(of, arrived, age.IsEmpty ? float.NaN : age[row]);
            }
        }
    }

    private QualityConditions.Report AtTime(DateTimeOffset now)
    {
        QualityJudgement judgement = new();
        if (!options.Off.Contains(DataQualityCheck.Stale))
        {
            sources?.Judge(now, judgement);
        }

        _watch.Volume?.Report(judgement);
        return _ofTime.Take(judgement);
    }
}
