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
    /// <summary>Starts.</summary>
    /// <param name="rows">What was predicted and what came true, for rows that the model was not trained on; the last <see cref="AdaptiveCoverageOptions.ScoreWindow"/> are kept. None: intervals are infinite until outcomes come.</param>
    /// <param name="options">Default: <see cref="AdaptiveCoverageOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or a difference is NaN.</exception>
    public AdaptiveIntervals(IEnumerable<(double Prediction, double Actual)> rows, AdaptiveCoverageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Threshold = new(rows.Select(static row => Math.Abs(row.Actual - row.Prediction)), options);
    }

    /// <summary>Goes on where others of the same model stood, as after a restart. The bound counts from here.</summary>
    /// <param name="state">What <see cref="GetState"/> gave.</param>
    /// <param name="options">Default: <see cref="AdaptiveCoverageOptions.Default"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, the level is not finite, or a score is NaN.</exception>
    public AdaptiveIntervals(AdaptiveState state, AdaptiveCoverageOptions? options = null) => Threshold = AdaptiveThreshold.From(state, options);

    /// <summary>How often the truth is to lie in the interval, in the long run.</summary>
    public double Coverage => Threshold.Coverage;

    internal AdaptiveThreshold Threshold { get; }

    /// <summary>The intervals that the guard stopped.</summary>
    internal StoppedAnswers<PredictionInterval> Stopped { get; } = new();

    /// <summary>The interval around a prediction, at the current level. An empty one reaches from +infinity down to -infinity.</summary>
    /// <param name="prediction">The prediction; finite.</param>
    /// <exception cref="ArgumentException"><paramref name="prediction"/> is not finite.</exception>
    public PredictionInterval Apply(double prediction)
    {
        if (!double.IsFinite(prediction))
        {
            throw new ArgumentException("The prediction is not finite.", nameof(prediction));
        }

        double reach = Threshold.Current;
        return new(prediction, prediction - reach, prediction + reach, Coverage);
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

        Threshold.Learn(Judge(given, actual));
    }

    /// <summary>Where it stands.</summary>
    public AdaptiveCoverage GetSnapshot() => Threshold.GetSnapshot();

    /// <summary>All that it has learned, to be stored.</summary>
    public AdaptiveState GetState() => Threshold.GetState();

    internal static JudgedOutcome Judge(PredictionInterval given, double actual) =>
        new(given.Contains(actual), Math.Abs(actual - given.Prediction), double.IsPositiveInfinity(given.Width), given.Width < 0);
}
