using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>Prediction intervals that learn from outcomes how wide they must be, so that the truth lies in them as often as asked in the long run, however the data drift.</summary>
/// <remarks>
/// <para>An interval is prediction -+ the quantile of the newest absolute residuals at the current level: level(t + 1) = level(t) + gamma (alpha - miss(t)), alpha = 1 - coverage.
/// <b>Promised</b> for any sequence whatever, if each outcome comes before the next call: over T outcomes the share of misses differs from alpha by (max(alpha, 1 - alpha) + gamma) / (gamma T) at most.
/// <b>Not promised</b>: the coverage of one row, of a group, or of any window. Intervals may be infinite, or empty, and that is what keeps the promise.</para>
/// <para>Outcomes that are late: a miss counts for the interval as it was given, and with at most d calls waiting at a time the bound is d / T wider. Outcomes that never come move nothing: the promise is
/// for calls that have one.</para>
/// <para>Source: I. Gibbs and E. Candes, Adaptive conformal inference under distribution shift, NeurIPS 2021. Thread-safe: making an interval takes no lock.</para>
/// </remarks>
public sealed class AdaptiveIntervals
{
    private readonly Lock _lock = new();
    private readonly AdaptiveIntervalOptions _options;
    private readonly AdaptiveConformalInference _inference;
    private readonly ScoreWindow _scores;
    private readonly CoverageWindow _window;
    private readonly double _startLevel;
    private double _reach;
    private long _given;
    private long _labelled;
    private long _covered;
    private long _infinite;
    private long _empty;
    private long _unjudged;

    /// <summary>Starts.</summary>
    /// <param name="rows">What was predicted and what came true, for rows that the model was not trained on; the last <see cref="AdaptiveIntervalOptions.ScoreWindow"/> are kept. None: intervals are infinite until outcomes come.</param>
    /// <param name="options">Default: <see cref="AdaptiveIntervalOptions.Default"/>.</param>
    /// <param name="level">The level to go on from, as <see cref="AdaptiveCoverage.Level"/> was before a restart; finite. Default: 1 - coverage.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">An option or the level is out of its range, or a difference is NaN.</exception>
    public AdaptiveIntervals(IEnumerable<(double Prediction, double Actual)> rows, AdaptiveIntervalOptions? options = null, double? level = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _options = options ?? AdaptiveIntervalOptions.Default;
        _options.Check();
        _inference = new(_options.MissRate, _options.Gamma, level);
        _startLevel = _inference.Level;
        _scores = new(_options.ScoreWindow);
        _window = new(_options.Coverage, _options.CoverageWindow, _options.Alpha);
        foreach ((double prediction, double actual) in rows)
        {
            double score = Math.Abs(actual - prediction);
            if (double.IsNaN(score))
            {
                throw new ArgumentException("A residual is NaN; expected numbers.", nameof(rows));
            }

            _scores.Add(score);
        }

        _reach = _scores.Reach(_inference.Level);
    }

    /// <summary>The expected false alarms of a labelled call, at most.</summary>
    internal double FalseAlarmRate => _options.Alpha / _options.CoverageWindow;

    /// <summary>How often the truth is to lie in the interval, in the long run.</summary>
    public double Coverage => _options.Coverage;

    /// <summary>The interval around a prediction, at the current level. An empty one reaches from +infinity down to -infinity.</summary>
    /// <param name="prediction">The prediction; finite.</param>
    /// <exception cref="ArgumentException"><paramref name="prediction"/> is not finite.</exception>
    public PredictionInterval Apply(double prediction)
    {
        if (!double.IsFinite(prediction))
        {
            throw new ArgumentException("The prediction is not finite.", nameof(prediction));
        }

        double reach = Volatile.Read(ref _reach);
        return double.IsNaN(reach)
            ? new(prediction, double.PositiveInfinity, double.NegativeInfinity, Coverage)
            : new(prediction, prediction - reach, prediction + reach, Coverage);
    }

    /// <summary>Learns an outcome. Beside a safe model the monitor does this; call it only where there is none.</summary>
    /// <param name="given">The interval as it was given for the call.</param>
    /// <param name="actual">What came true; not NaN.</param>
    /// <exception cref="ArgumentException"><paramref name="actual"/> or the prediction is NaN.</exception>
    public void Update(PredictionInterval given, double actual)
    {
        if (double.IsNaN(actual - given.Prediction))
        {
            throw new ArgumentException("The outcome or the prediction is no number.", nameof(actual));
        }

        lock (_lock)
        {
            Learn(given, actual);
            Publish();
        }
    }

    /// <summary>Where it stands.</summary>
    public AdaptiveCoverage GetSnapshot()
    {
        lock (_lock)
        {
            return new(_options.Coverage, _inference.Level, _reach)
            {
                GivenCount = _given,
                LabelledCount = _labelled,
                CoveredCount = _covered,
                InfiniteCount = _infinite,
                EmptyCount = _empty,
                UnjudgedCount = _unjudged,
                RealisedBound = _labelled == 0 ? double.NaN : (Math.Max(_startLevel, 1 - _startLevel) + _options.Gamma) / (_options.Gamma * _labelled),
                WindowCount = _window.Count,
                WindowCoverage = _window.Mean,
                WindowLower = _window.Lower,
                WindowUpper = _window.Upper,
            };
        }
    }

    /// <summary>The intervals that the guard stopped.</summary>
    internal GivenIntervals Stopped { get; } = new();

    internal AdaptiveIntervalOptions Options => _options;

    /// <summary>Learns a block of outcomes, and then makes one new reach.</summary>
    internal void Update(ReadOnlySpan<PredictionInterval> given, ReadOnlySpan<float> actuals, int unjudged, out bool isLow, out long calmWindows)
    {
        lock (_lock)
        {
            for (int i = 0; i < given.Length; i++)
            {
                Learn(given[i], actuals[i]);
            }

            _unjudged += unjudged;
            Publish();
            (isLow, calmWindows) = (_window.IsLow, _window.CalmWindows);
        }
    }

    internal void AddGiven(int count)
    {
        lock (_lock)
        {
            _given += count;
        }
    }

    private void Learn(PredictionInterval given, double actual)
    {
        bool covered = given.Contains(actual);
        _inference.Update(covered);
        _window.Add(covered);
        _scores.Add(Math.Abs(actual - given.Prediction));
        _labelled++;
        _covered += covered ? 1 : 0;
        _infinite += double.IsPositiveInfinity(given.Width) ? 1 : 0;
        _empty += given.Width < 0 ? 1 : 0;
    }

    private void Publish() => Volatile.Write(ref _reach, _scores.Reach(_inference.Level));
}
