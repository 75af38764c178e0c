using System.Globalization;
using AISafety.Drift;

namespace AISafety;

/// <summary>Watches rows for drift from a reference, one after the other: what <c>AddDriftDetection</c> runs beside a model, to be fed by hand from a file or a queue.</summary>
/// <remarks>
/// <para>One budget of false alarms (<see cref="DriftOptions.Guarantee"/>) is divided over the tests that are on: every feature, the whole row and the model's outputs after each row, by e-detectors of conformal ranks that stay valid although
/// the reference is only a sample; and all of these in windows. An alarm needs an effect that may matter, too.</para>
/// <para>After an alarm a lane learns anew from the rows that follow, and then looks for a further change; with a lifetime guarantee it has had its alarm and ends. Memory is constant. Not thread-safe.</para>
/// </remarks>
public sealed class DriftWatch
{
    internal const int MostDrivers = 10;

    // Of fewer rows nothing can be said.
    internal const int LeastWindow = 20;

    private readonly ReferenceProfile _profile;
    private readonly DriftOptions _options;
    private readonly LaneBudget _budget;
    private readonly RecentRows _recent;
    private readonly LookTimes _looks;
    private readonly WindowLane _windows;
    private readonly SequentialLanes _lanes;
    private readonly RecoveryTest _recovery;
    private readonly float[] _block;
    private readonly float[] _thinned;
    private readonly bool[] _unanswered = new bool[ColumnBlock.Capacity];

    /// <summary>Prepares to watch.</summary>
    /// <param name="profile">The reference. Rows have its features, in its order: inputs, then outputs.</param>
    /// <param name="options">Default: <see cref="DriftOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="profile"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range, or names a feature that the profile does not have.</exception>
    public DriftWatch(ReferenceProfile profile, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        (options ?? DriftOptions.Default).Check("drift");
        _options = (options ?? DriftOptions.Default).Snapshot();
        RequireNames(profile, _options);
        RequireRows(profile);
        _profile = profile;
        int width = profile.Features.Count;
        _recent = new(width, _options.WindowRows);
        _looks = new(_options);
        FeatureReference[] features = References(profile, _options);
        RequireCutoffsOfUse(features, _options);
        RowTable? table = _options.CompareRows ? RowTable.TryMake(profile) : null;
        RowScores? scores = table is null ? null : new(table);
        RowLook rows = RowLook.Make(profile, _options, table, scores);
        int watched = SequentialLanes.Watched(profile).Length;
        _budget = new(_options, new(watched > 0, scores is not null, rows.IsOn, width > profile.InputCount), profile.InputCount);
        _windows = new(profile, _options, _budget, rows, features, _recent.Capacity);
        _lanes = new(profile, _options, _budget, _recent, features, scores);
        _recovery = new(profile, _options, _recent, scores);
        _block = new float[width * ColumnBlock.Capacity];
        _thinned = new float[_options.Stride > 1 ? _block.Length : 0];
    }

    /// <summary>How many rows have been observed.</summary>
    public long RowCount { get; private set; }

    /// <summary>The last window that was looked at; null before the first.</summary>
    public DriftWindow? LastWindow { get; private set; }

    /// <summary>How many alarms of the sequential tests were held back because the change, as measured since it likely began, is too small to matter.</summary>
    public long NegligibleCount => _lanes.NegligibleCount;

    /// <summary>Told of each window as soon as it was looked at.</summary>
    internal Action<DriftWindow>? Looked { get; set; }

    /// <summary>An upper bound of the expected number of false alarms among so many rows, lane by lane; 0 for a lane that is off.</summary>
    /// <param name="rows">How many rows, such as those of a day; with <see cref="DriftGuarantee.LifetimeAlpha"/> it does not matter.</param>
    public IReadOnlyDictionary<DriftLane, double> ExpectedFalseAlarms(double rows) =>
        Enum.GetValues<DriftLane>().ToDictionary(static lane => lane, lane => _budget.ExpectedFalseAlarms(lane, rows));

    /// <summary>Takes the next row.</summary>
    /// <param name="row">A number for each of the profile's features: NaN is missing, a category its code.</param>
    /// <param name="time">When it came; only needed with <see cref="DriftOptions.WindowTime"/>.</param>
    /// <returns>The alarms that it raised; usually none.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public IReadOnlyList<DriftAlarm> Observe(ReadOnlySpan<float> row, DateTimeOffset time = default)
    {
        if (row.Length != _profile.Features.Count)
        {
            throw new ArgumentException($"The row has {row.Length} numbers; expected {_profile.Features.Count}, one for each feature of the reference profile.", nameof(row));
        }

        for (int i = 0; i < row.Length; i++)
        {
            _block[i * ColumnBlock.Capacity] = row[i];
        }

        return Observe(_block, 1, time);
    }

    /// <summary>Takes the next rows, column by column: several times as fast as one by one.</summary>
    /// <param name="columns">For each of the profile's features, in its order, its value in every row.</param>
    /// <param name="rows">How many rows; 0 or more.</param>
    /// <param name="time">When the first came; only needed with <see cref="DriftOptions.WindowTime"/>.</param>
    /// <returns>The alarms that they raised; usually none.</returns>
    /// <exception cref="ArgumentException"><paramref name="columns"/> has another length than rows times features.</exception>
    public IReadOnlyList<DriftAlarm> ObserveColumns(ReadOnlySpan<float> columns, int rows, DateTimeOffset time = default)
    {
        int width = _profile.Features.Count;
        if (rows < 0 || columns.Length != (long)rows * width)
        {
            throw new ArgumentException($"There are {columns.Length} numbers; expected {width} columns of {rows} rows.", nameof(columns));
        }

        List<DriftAlarm> alarms = [];
        for (int first = 0; first < rows; first += ColumnBlock.Capacity)
        {
            int count = Math.Min(ColumnBlock.Capacity, rows - first);
            for (int i = 0; i < width; i++)
            {
                columns.Slice((i * rows) + first, count).CopyTo(_block.AsSpan(i * ColumnBlock.Capacity));
            }

            alarms.AddRange(Observe(_block, count, time));
        }

        return alarms;
    }

    /// <summary>Takes a block of rows.</summary>
    /// <param name="columns">Column after column, each with <see cref="ColumnBlock.Capacity"/> places.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="time">When the first came.</param>
    /// <param name="unanswered">Whether the model did not answer a row, so that its outputs say nothing of the model; empty if it answered all.</param>
    internal IReadOnlyList<DriftAlarm> Observe(float[] columns, int count, DateTimeOffset time, ReadOnlySpan<bool> unanswered = default)
    {
        if (_options.Stride > 1)
        {
            count = Thin(columns, count, unanswered);
            columns = _thinned;
            unanswered = unanswered.IsEmpty ? unanswered : _unanswered;
        }
        else
        {
            RowCount += count;
        }

        List<DriftAlarm>? alarms = null;
        for (int first = 0; first < count;)
        {
            int next = (int)Math.Min(count - first, _looks.RowsLeft(_recent.Count));
            ReadOnlySpan<bool> without = unanswered.IsEmpty ? unanswered : unanswered.Slice(first, next);
            _recent.Add(columns, ColumnBlock.Capacity, first, next, without);
            _lanes.Observe(columns, first, next, without, ref alarms);
            first += next;
            if (_looks.IsDue(_recent.Count, time))
            {
                Look(time, ref alarms);
            }
        }

        return alarms is null ? [] : _options.Stride == 1 ? alarms : alarms.ConvertAll(InRows);
    }

    // Takes the rows at multiples of the stride.
    private int Thin(float[] columns, int count, ReadOnlySpan<bool> unanswered)
    {
        int first = (int)((_options.Stride - (RowCount % _options.Stride)) % _options.Stride);
        RowCount += count;
        int taken = 0;
        for (int row = first; row < count; row += _options.Stride, taken++)
        {
            for (int place = 0; place < _thinned.Length; place += ColumnBlock.Capacity)
            {
                _thinned[place + taken] = columns[place + row];
            }

            _unanswered[taken] = !unanswered.IsEmpty && unanswered[row];
        }

        return taken;
    }

    /// <summary>Whether what an alarm of the tests after every row has found is over.</summary>
    internal bool IsOver(DriftAlarm alarm) => _recovery.IsOver(alarm);

    private void Look(DateTimeOffset time, ref List<DriftAlarm>? alarms)
    {
        if (!_looks.Take(_recent.Count, time, out int count, out long since))
        {
            return;
        }

        DriftWindow window = _windows.Look(_recent, count, since);
        if (window.Alarms.Count > 0)
        {
            (alarms ??= []).AddRange(window.Alarms);
        }

        LastWindow = _options.Stride == 1 ? window : window with { FirstRow = window.FirstRow * _options.Stride, Alarms = [.. window.Alarms.Select(InRows)] };
        Looked?.Invoke(LastWindow);
    }

    // From rows that were taken to rows that there were.
    private DriftAlarm InRows(DriftAlarm alarm) => alarm with
    {
        Row = alarm.Row * _options.Stride,
        LikelyStart = FirstOf(alarm.LikelyStart),
        EarliestStart = FirstOf(alarm.EarliestStart),
        LatestStart = alarm.LatestStart * _options.Stride,
    };

    // A change may have come with any of the rows that were passed over before.
    private long FirstOf(long row) => row == 0 ? 0 : ((row - 1) * _options.Stride) + 1;

    internal static FeatureReference[] References(ReferenceProfile profile, DriftOptions options)
    {
        SimulatedDistances simulated = new(options.Seed);
        return [.. profile.Features.Select(feature =>
        {
            DriftMetric metric = FeatureReference.Choose(feature, options);
            return new FeatureReference(feature, metric, options.ToleranceOf(metric), simulated);
        })];
    }

    private static void RequireCutoffsOfUse(FeatureReference[] features, DriftOptions options)
    {
        foreach (DriftMetric metric in options.Cutoffs.Keys.Where(metric => !features.Any(feature => feature.Metric == metric)))
        {
            throw new SafetyBuildException($"'drift': {nameof(DriftOptions)}.{nameof(DriftOptions.Cutoffs)} has a cut-off of {metric}, by which no feature is compared; expected {nameof(DriftOptions.Metric)} or {nameof(DriftOptions.Metrics)} to name it, too.");
        }
    }

    private static void RequireRows(ReferenceProfile profile)
    {
        if (profile.SampleCount < LeastWindow)
        {
            throw new SafetyBuildException($"'drift': the reference profile was fitted from {profile.RowCount} rows; expected {LeastWindow} or more, and some hundred to find anything but gross changes.");
        }
    }

    /// <exception cref="SafetyBuildException">The options name what the profile does not have.</exception>
    internal static void RequireNames(ReferenceProfile profile, DriftOptions options)
    {
        HashSet<string> names = [.. profile.Features.Select(static feature => feature.Feature.Name)];
        if (options.Metrics.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"'drift': {nameof(DriftOptions)}.{nameof(DriftOptions.Metrics)} names the feature '{unknown}', which the reference profile does not have."));
        }

        foreach (Feature category in profile.Features.Select(static one => one.Feature).Where(static feature => feature.Kind == FeatureKind.Categorical))
        {
            if (options.Metrics.TryGetValue(category.Name, out DriftMetric metric) && !FeatureReference.IsForCategories(metric))
            {
                throw new SafetyBuildException(string.Create(
                    CultureInfo.InvariantCulture, $"'drift': {nameof(DriftOptions)}.{nameof(DriftOptions.Metrics)} compares '{category.Name}' by {metric}, which needs numbers; it is a category."));
            }
        }
    }
}
