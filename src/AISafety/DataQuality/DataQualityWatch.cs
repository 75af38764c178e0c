using AISafety.DataQuality;

namespace AISafety;

/// <summary>Watches the quality of rows against a reference, window after window: what <c>AddDataQuality</c> runs beside a model, to be fed by hand from a file or a queue.</summary>
/// <remarks>One budget of false alarms (<see cref="DataQualityOptions.ArlTarget"/>) is divided over the checks that are on and their tests; every finding needs an effect that matters, too. Windows do not know of each other, but for runs
/// of one value and repeated rows. Of the traffic a window says what the buckets were that ended since the window before: a fall is told when a window ends, not before. Memory is constant. Not thread-safe. See docs/concepts/data-quality.md.</remarks>
public sealed class DataQualityWatch
{
    internal const int LeastRows = 50;

    private readonly DataQualityOptions _options;
    private readonly QualityBudget _budget;
    private readonly FeatureBaseline[] _features;
    private readonly ColumnChecks _checks;
    private readonly ValueRuns _runs;
    private readonly RowRepeats? _repeats;
    private readonly (long Repeats, long Count) _repeatsBefore;
    private readonly PairCheck _pairs;
    private readonly float[][] _window;
    private int _filled;
    private (long Repeated, long WithValues) _rows;
    private long _look;
    private DateTimeOffset? _began;

    /// <summary>Prepares to watch.</summary>
    /// <param name="profile">The reference. Rows have its input features, in its order.</param>
    /// <param name="options">Default: <see cref="DataQualityOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="profile"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    public DataQualityWatch(ReferenceProfile profile, DataQualityOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _options = (options ?? DataQualityOptions.Default).Checked("data-quality");
        _features = [.. Enumerable.Range(0, profile.InputCount).Select(i => new FeatureBaseline(profile.Features[i], profile.SampleColumn(i)))];
        _pairs = new(profile, _features, _options);
        int memory = Math.Min(_options.DuplicateRows, profile.SampleCount / 2);
        bool repeats = memory >= LeastRows && !_options.Off.Contains(DataQualityCheck.Duplicates);
        int[] tests = Tests(repeats);
        _budget = new(_options.ArlTarget, tests);
        _checks = new(_options, _budget);
        _runs = new(_features, _options, _budget);
        if (repeats)
        {
            _repeats = new(memory);
            _repeatsBefore = RowRepeats.OfReference(profile, memory);
        }

        Volume = _budget.IsOn(DataQualityCheck.Volume) ? new(_options, _budget) : null;
        _window = [.. _features.Select(_ => new float[_options.WindowRows])];
    }

    /// <summary>How many rows have been observed.</summary>
    public long RowCount { get; private set; }

    /// <summary>The last window that was judged; null before the first.</summary>
    public DataQualityWindow? LastWindow { get; private set; }

    internal TrafficVolume? Volume { get; }

    /// <summary>What the last window was judged to be, with what was looked for and not found.</summary>
    internal QualityJudgement? LastJudgement { get; private set; }

    /// <summary>An upper bound of the expected number of false alarms among so many rows, check by check; 0 for one that is off or has nothing to look at, and for <see cref="DataQualityCheck.Stale"/>, which is no test.</summary>
    /// <param name="rows">How many rows, such as those of a day.</param>
    /// <remarks>Exact for missing, unseen, range, type, constant and stuck, and the gates of unit; nearly so for duplicates, correlation and volume. For independent rows, on the average over references.</remarks>
    public IReadOnlyDictionary<DataQualityCheck, double> ExpectedFalseAlarms(double rows) =>
        Enum.GetValues<DataQualityCheck>().ToDictionary(static check => check, check => _budget.ExpectedFalseAlarms(check, rows));

    /// <summary>Takes the next row.</summary>
    /// <param name="row">A number for each of the profile's input features: NaN is missing, a category its code.</param>
    /// <param name="time">When it came; only needed with <see cref="DataQualityOptions.WindowTime"/> and <see cref="DataQualityOptions.VolumeBucket"/>.</param>
    /// <returns>The window that ended with it; usually null.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public DataQualityWindow? Observe(ReadOnlySpan<float> row, DateTimeOffset time = default)
    {
        if (row.Length != _features.Length)
        {
            throw new ArgumentException($"The row has {row.Length} numbers; expected {_features.Length}, one for each input feature of the reference profile.", nameof(row));
        }

        Volume?.Add(time, time, 1);
        return Take(row, time, Volume);
    }

    /// <param name="row">The row.</param>
    /// <param name="time">When it came.</param>
    /// <param name="volume">What of the traffic is told with the window; null if it is told elsewhere.</param>
    internal DataQualityWindow? Take(ReadOnlySpan<float> row, DateTimeOffset time, TrafficVolume? volume = null)
    {
        if (_filled == 0 || _began is null || time < _began)
        {
            _began = time;
        }

        for (int i = 0; i < row.Length; i++)
        {
            _window[i][_filled] = row[i];
        }

        bool? repeats = _repeats?.Add(row);
        _rows.Repeated += repeats == true ? 1 : 0;
        _rows.WithValues += repeats is null ? 0 : 1;
        RowCount++;
        _filled++;
        bool isDue = _filled == _options.WindowRows || (_filled >= LeastRows && time - _began >= _options.WindowTime);
        return isDue ? Judge(volume) : null;
    }

    private DataQualityWindow Judge(TrafficVolume? volume)
    {
        int rows = _filled;
        QualityJudgement judgement = new();
        FeatureQuality[] features = new FeatureQuality[_features.Length];
        for (int i = 0; i < features.Length; i++)
        {
            ReadOnlySpan<float> column = _window[i].AsSpan(0, rows);
            features[i] = _checks.Judge(_features[i], column, judgement);
            if (_budget.IsOn(DataQualityCheck.Stuck))
            {
                _runs.Judge(i, column, judgement);
            }

            if (_budget.IsOn(DataQualityCheck.Unit))
            {
                UnitCheck.Judge(_features[i], column, _budget.Level(DataQualityCheck.Unit, rows), judgement);
            }
        }

        if (_budget.IsOn(DataQualityCheck.Correlation))
        {
            _pairs.Judge(_window, rows, _budget.Level(DataQualityCheck.Correlation, rows), judgement);
        }

        if (_repeats is not null)
        {
            DuplicateRows.Judge(_repeatsBefore, _rows, rows, _options.Tolerance, _budget.Level(DataQualityCheck.Duplicates, rows), judgement);
        }

        volume?.Report(judgement);
        LastJudgement = judgement;

        LastWindow = new(++_look, RowCount - rows, rows, features, judgement.Findings) { DuplicateShare = _repeats is null ? double.NaN : (double)_rows.Repeated / rows };
        (_filled, _rows) = (0, (0, 0));
        return LastWindow;
    }

    private int[] Tests(bool repeats)
    {
        int[] tests = new int[Enum.GetValues<DataQualityCheck>().Length];
        int numbers = _features.Count(static feature => feature.IsNumber);
        int varying = _features.Count(static feature => feature.Varies);
        tests[(int)DataQualityCheck.Missing] = _features.Length;
        tests[(int)DataQualityCheck.Unseen] = _features.Length - numbers;
        tests[(int)DataQualityCheck.Range] = numbers;
        tests[(int)DataQualityCheck.Constant] = varying;
        tests[(int)DataQualityCheck.Stuck] = varying;
        tests[(int)DataQualityCheck.Duplicates] = repeats ? 1 : 0;
        tests[(int)DataQualityCheck.Unit] = _features.Count(static feature => feature.HasUnits);
        tests[(int)DataQualityCheck.Type] = 2 * numbers;
        tests[(int)DataQualityCheck.Correlation] = _pairs.Count;
        tests[(int)DataQualityCheck.Volume] = _options.VolumeBucket is null ? 0 : 1;
        foreach (DataQualityCheck off in _options.Off)
        {
            tests[(int)off] = 0;
        }

        return tests;
    }
}
