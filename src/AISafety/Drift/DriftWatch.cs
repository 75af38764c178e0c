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

    private readonly ReferenceProfile _profile;
    private readonly DriftOptions _options;
    private readonly LaneBudget _budget;
    private readonly RecentRows _recent;
    private readonly LookTimes _looks;
    private readonly WindowLane _windows;
    private readonly SequentialLanes _lanes;
    private readonly float[] _block;

    /// <summary>Prepares to watch.</summary>
    /// <param name="profile">The reference. Rows have its features, in its order: inputs, then outputs.</param>
    /// <param name="options">Default: <see cref="DriftOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="profile"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range, or names a feature that the profile does not have.</exception>
    public DriftWatch(ReferenceProfile profile, DriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _options = options ?? DriftOptions.Default;
        _options.Check("drift");
        RequireNames(profile, _options);
        _profile = profile;
        int width = profile.Features.Count;
        _recent = new(width, _options.WindowRows);
        _looks = new(_options);
        FeatureReference[] features = References(profile, _options);
        RowTable? table = _options.CompareRows ? RowTable.TryMake(profile) : null;
        RowScores? scores = table is null ? null : new(table);
        RowLook rows = RowLook.Make(profile, _options, table, scores);
        _budget = new(_options, rows.IsOn, width > profile.InputCount);
        _windows = new(profile, _options, _budget, rows, features, _recent.Capacity);
        _lanes = new(profile, _options, _budget, _recent, features, scores);
        _block = new float[width * ColumnBlock.Capacity];
    }

    /// <summary>How many rows have been observed.</summary>
    public long RowCount => _recent.Count;

    /// <summary>The last window that was looked at; null before the first.</summary>
    public DriftWindow? LastWindow { get; private set; }

    /// <summary>How many alarms of the sequential tests were held back because the change, as measured since it likely began, is too small to matter.</summary>
    public long NegligibleCount => _lanes.NegligibleCount;

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
    internal IReadOnlyList<DriftAlarm> Observe(float[] columns, int count, DateTimeOffset time)
    {
        List<DriftAlarm>? alarms = null;
        for (int first = 0; first < count;)
        {
            int next = (int)Math.Min(count - first, _looks.RowsLeft(_recent.Count));
            _recent.Add(columns, ColumnBlock.Capacity, first, next);
            _lanes.Observe(columns, first, next, ref alarms);
            first += next;
            if (_looks.IsDue(_recent.Count, time))
            {
                Look(time, ref alarms);
            }
        }

        return alarms ?? (IReadOnlyList<DriftAlarm>)[];
    }

    private void Look(DateTimeOffset time, ref List<DriftAlarm>? alarms)
    {
        if (!_looks.Take(_recent.Count, time, out int count, out long since))
        {
            return;
        }

        LastWindow = _windows.Look(_recent, count, since);
        if (LastWindow.Alarms.Count > 0)
        {
            (alarms ??= []).AddRange(LastWindow.Alarms);
        }
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

    internal static void RequireNames(ReferenceProfile profile, DriftOptions options)
    {
        HashSet<string> names = [.. profile.Features.Select(static feature => feature.Feature.Name)];
        if (options.Metrics.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new SafetyBuildException(string.Create(
                CultureInfo.InvariantCulture, $"'drift': {nameof(DriftOptions)}.{nameof(DriftOptions.Metrics)} names the feature '{unknown}', which the reference profile does not have."));
        }
    }
}
