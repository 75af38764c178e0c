using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>What intervals and sets share: the level that outcomes move, the newest scores, and the greatest score that an answer takes in. Thread-safe: reading the threshold takes no lock.</summary>
internal sealed class AdaptiveThreshold
{
    private readonly Lock _lock = new();
    private readonly AdaptiveCoverageOptions _options;
    private readonly AdaptiveConformalInference _inference;
    private readonly ScoreWindow _scores;
    private readonly CoverageWindow _window;
    private readonly double _startLevel;
    private double _current;
    private long _given;
    private long _labelled;
    private long _covered;
    private long _full;
    private long _empty;
    private long _unjudged;

    /// <exception cref="ArgumentException">An option or the level is out of its range, or a score is NaN.</exception>
    public AdaptiveThreshold(IEnumerable<double> scores, AdaptiveCoverageOptions? options, double? level = null)
    {
        _options = options ?? AdaptiveCoverageOptions.Default;
        _options.Check();
        _inference = new(_options.MissRate, _options.Gamma, level);
        _startLevel = _inference.Level;
        _scores = new(_options.ScoreWindow);
        _window = new(_options.Coverage, _options.CoverageWindow, _options.Alpha);
        foreach (double score in scores)
        {
            if (double.IsNaN(score))
            {
                throw new ArgumentException("A row's score is NaN; expected numbers.");
            }

            _scores.Add(score);
        }

        _current = _scores.Threshold(_inference.Level);
    }

    /// <summary>Goes on from what was stored.</summary>
    /// <exception cref="ArgumentNullException">The state is null.</exception>
    /// <exception cref="ArgumentException">An option or the level is out of its range, or a score is missing or NaN.</exception>
    public static AdaptiveThreshold From(AdaptiveState state, AdaptiveCoverageOptions? options)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(state.Scores ?? throw new ArgumentException("There are no scores; expected a list, or an empty one.", nameof(state)), options, state.Level);
    }

    public double Coverage => _options.Coverage;

    /// <summary>The expected false alarms of so many labelled calls, at most: a window may spend all of its own at once, and one is open.</summary>
    public double FalseAlarms(double calls) => _options.Alpha * (1 + calls / _options.CoverageWindow);

    /// <summary>The greatest score that an answer takes in; +infinity: all, -infinity: none.</summary>
    public double Current => Volatile.Read(ref _current);

    /// <summary>Learns one outcome.</summary>
    public void Learn(JudgedOutcome outcome) => Learn([outcome], 0);

    /// <summary>Learns a block of outcomes, and then makes one new threshold.</summary>
    /// <returns>Whether coverage is low, and how many windows were not.</returns>
    public (bool IsLow, long CalmWindows) Learn(ReadOnlySpan<JudgedOutcome> outcomes, int unjudged)
    {
        lock (_lock)
        {
            foreach (JudgedOutcome outcome in outcomes)
            {
                _inference.Update(outcome.Covered);
                _window.Add(outcome.Covered);
                _scores.Add(outcome.Score);
                _labelled++;
                _covered += outcome.Covered ? 1 : 0;
                _full += outcome.IsFull ? 1 : 0;
                _empty += outcome.IsEmpty ? 1 : 0;
            }

            _unjudged += unjudged;
            Volatile.Write(ref _current, _scores.Threshold(_inference.Level));
            return (_window.IsLow, _window.CalmWindows);
        }
    }

    public void AddGiven(int count)
    {
        lock (_lock)
        {
            _given += count;
        }
    }

    public AdaptiveCoverage GetSnapshot()
    {
        lock (_lock)
        {
            return new(_options.Coverage, _inference.Level, _current)
            {
                GivenCount = _given,
                LabelledCount = _labelled,
                CoveredCount = _covered,
                FullCount = _full,
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

    public AdaptiveState GetState()
    {
        lock (_lock)
        {
            return new(_inference.Level, _scores.ToArray());
        }
    }
}
