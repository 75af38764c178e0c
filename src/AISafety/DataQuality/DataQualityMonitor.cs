namespace AISafety.DataQuality;

/// <summary>Watches the quality of a safe model's inputs.</summary>
internal sealed class DataQualityMonitor(
    ReferenceProfile profile, DataQualityOptions options, ColumnHandle? ages, CodesHandle? codes, SourceClock? sources, Action<DataQualityWindow>? onWindow) : ISafetyMonitor, IBoundsFalseAlarms
{
    public const string MonitorName = "data-quality";

    private readonly DataQualityWatch _watch = new(profile, options);
    private readonly Lock _gate = new();
    private readonly HashSet<(string Code, string? Feature, string Metric)> _ofWindows = [];
    private readonly HashSet<(string Code, string? Feature, string Metric)> _ofTime = [];
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

        lock (_gate)
        {
            _context = context;
            _watch.Volume?.Add(block.Opened, block.RowCount);
            AddSources(block);
            Tell(AtTime(context.TimeProvider.GetUtcNow()), _ofTime, context);
        }

        for (int row = 0; row < block.RowCount; row++)
        {
            for (int i = 0; i < _row.Length; i++)
            {
                _row[i] = block.Feature(i)[row];
            }

            if (_watch.Take(_row, block.Opened) is { } window)
            {
                Volatile.Write(ref _lastWindow, window);
                Tell(window.Findings, _ofWindows, context);
                onWindow?.Invoke(window);
            }
        }
    }

    /// <summary>Judges what only the time tells.</summary>
    public IReadOnlyList<SourceQuality> Check()
    {
        lock (_gate)
        {
            if (_context is not { } context)
            {
                return [];
            }

            DateTimeOffset now = context.TimeProvider.GetUtcNow();
            _watch.Volume?.Add(now, 0);
            sources?.Look(now);
            Tell(AtTime(now), _ofTime, context);
            return sources?.Status(now) ?? [];
        }
    }

    private void AddSources(ColumnBlock block)
    {
        if (sources is null)
        {
            return;
        }

        sources.Look(block.Opened);
        ReadOnlySpan<float> age = ages is { } column ? block.Column(column) : [];
        ReadOnlySpan<byte> source = codes is { } handle ? block.Codes(handle) : [];
        for (int row = 0; row < block.RowCount; row++)
        {
            int of = source.IsEmpty ? 0 : source[row];
            if (of < CodesHandle.Missing)
            {
                sources.Add(of, block.Opened, age.IsEmpty ? float.NaN : age[row]);
            }
        }
    }

    private List<DataQualityFinding> AtTime(DateTimeOffset now)
    {
        List<DataQualityFinding> findings = options.Off.Contains(DataQualityCheck.Stale) ? [] : sources?.Judge(now) ?? [];
        if (_watch.Volume?.Finding is { } volume)
        {
            findings.Add(volume);
        }

        return findings;
    }

    private static void Tell(IReadOnlyList<DataQualityFinding> findings, HashSet<(string Code, string? Feature, string Metric)> known, MonitorContext context)
    {
        HashSet<(string Code, string? Feature, string Metric)> now = [];
        foreach (DataQualityFinding finding in findings)
        {
            now.Add((finding.Code, finding.Feature, finding.Metric));
            context.Raise(new(finding.Code, finding.Message, finding.Check is DataQualityCheck.Unit or DataQualityCheck.Constant or DataQualityCheck.Stuck ? AlertSeverity.High : AlertSeverity.Medium)
            {
                Feature = finding.Feature,
                Metric = finding.Metric,
                Value = finding.Value,
                Threshold = finding.Threshold,
                SuggestedAction = finding.Check == DataQualityCheck.Stale ? "Look at the source and its clock." : "Look at where the data comes from, before the model is blamed.",
            });
        }

        // Those that were raised once are cleared each time that they are not there: one clear alone does not end them.
        known.UnionWith(now);
        foreach ((string code, string? feature, string metric) in known.Where(key => !now.Contains(key)))
        {
            context.Clear(code, feature, metric);
        }
    }
}
