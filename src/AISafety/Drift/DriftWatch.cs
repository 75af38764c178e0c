using System.Globalization;
using AISafety.Drift;

namespace AISafety;

/// <summary>Watches rows for drift from a reference, one after the other: what <c>AddDriftDetection</c> runs beside a model, to be fed by hand from a file or a queue.</summary>
/// <remarks>
/// <para>One budget of false alarms (<see cref="DriftOptions.Guarantee"/>) is divided over the tests that are on: every feature, the whole row and the model's outputs after each row, by e-detectors of conformal ranks that stay valid although
/// the reference is only a sample; and all of these in windows. An alarm needs an effect that may matter, too.</para>
/// <para>After an alarm a lane learns anew from the rows that follow, and then looks for a further change; with a lifetime guarantee it has had its alarm and ends. Memory is constant. Not thread-safe.</para>
/// </remarks>
public sealed partial class DriftWatch
{
    internal const int MostDrivers = 10;

    // Elements of a long vector say little one by one: the row lane has their components.
    private const int MostVectorElements = 32;
    private const int LeastMeasured = 30;
    internal const int LeastWindow = 20;

    private readonly ReferenceProfile _profile;
    private readonly DriftOptions _options;
    private readonly LaneBudget _budget;
    private readonly RecentRows _recent;
    private readonly FeatureReference[] _features;
    private readonly WindowLane _windows;
    private readonly SequentialLane? _featureLane;
    private readonly SequentialLane? _rowLane;
    private readonly SequentialLane? _outputLane;
    private readonly RowScores? _scores;
    private readonly float[][] _scoredReference = [];
    private readonly int[] _watchedInputs;
    private readonly float[] _block;
    private readonly float[] _laneBlock;
    private readonly bool[] _unanswered = new bool[ColumnBlock.Capacity];
    private readonly int[] _answeredRows = new int[ColumnBlock.Capacity];
    private readonly float[] _thinned;
    private long _lastLook;
    private DateTimeOffset? _lastLookTime;

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
        _features = References(profile, _options);
        RowLook rows = RowLook.Make(profile, _options);
        _scores = _options.CompareRows ? RowScores.TryFit(profile, out _scoredReference) : null;
        _budget = new(_options, profile.InputCount, rows.IsOn, width > profile.InputCount);
        _windows = new(profile, _options, _budget, rows, _features, _recent.Capacity);
        _watchedInputs = Watched(profile);
        _featureLane = Lane(DriftLane.Features, _watchedInputs);
        _outputLane = Lane(DriftLane.Outputs, [.. Enumerable.Range(profile.InputCount, width - profile.InputCount)]);
        _rowLane = _scores is not null && _budget.IsOn(DriftLane.Rows) ? new(_scores.Names, _scoredReference, _budget.Evidence(DriftLane.Rows), _options) : null;
        _block = new float[width * ColumnBlock.Capacity];
        _thinned = new float[_options.Stride > 1 ? _block.Length : 0];
        _laneBlock = new float[Math.Max(width, _scores?.Count ?? 0) * ColumnBlock.Capacity];
    }

    /// <summary>How many rows have been observed.</summary>
    public long RowCount { get; private set; }

    /// <summary>The last window that was looked at; null before the first.</summary>
    public DriftWindow? LastWindow { get; private set; }

    /// <summary>How many alarms of the sequential tests were held back because the change, as measured since it likely began, is too small to matter.</summary>
    public long NegligibleCount { get; private set; }

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
            int next = (int)Math.Min(count - first, _options.Step - (_recent.Count - _lastLook));
            ReadOnlySpan<bool> without = unanswered.IsEmpty ? unanswered : unanswered.Slice(first, next);
            _recent.Add(columns, ColumnBlock.Capacity, first, next, without);
            Sequential(columns, first, next, without, ref alarms);
            first += next;
            if (IsLookDue(time))
            {
                Look(time, ref alarms);
            }
        }

        return alarms ?? (IReadOnlyList<DriftAlarm>)[];
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

    private bool IsLookDue(DateTimeOffset time)
    {
        long since = _recent.Count - _lastLook;
        if (since >= _options.Step)
        {
            return true;
        }

        if (_options.WindowTime is not { } most)
        {
            return false;
        }

        if (_lastLookTime is null || time < _lastLookTime)
        {
            _lastLookTime = time;
        }

        return since >= LeastWindow && time - _lastLookTime >= most;
    }

    private void Look(DateTimeOffset time, ref List<DriftAlarm>? alarms)
    {
        long since = _recent.Count - _lastLook;
        bool byTime = since < _options.Step;
        int count = (int)Math.Min(byTime ? since : _options.WindowRows, _recent.Count);
        _lastLook = _recent.Count;
        _lastLookTime = time;
        if (count < Math.Min(LeastWindow, _options.WindowRows))
        {
            return;
        }

        DriftWindow window = _windows.Look(_recent, count, since);
        LastWindow = _options.Stride == 1
            ? window
            : window with { FirstRow = window.FirstRow * _options.Stride, Alarms = [.. window.Alarms.Select(InRows)] };
        if (LastWindow.Alarms.Count > 0)
        {
            (alarms ??= []).AddRange(LastWindow.Alarms);
        }

        Looked?.Invoke(LastWindow);
    }

    internal static FeatureReference[] References(ReferenceProfile profile, DriftOptions options)
    {
        SimulatedDistances simulated = new(options.Seed);
        return [.. profile.Features.Select(feature =>
        {
            DriftMetric metric = FeatureReference.Choose(feature, options);
            return new FeatureReference(feature, metric, options.ToleranceOf(metric), simulated);
        })];
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
