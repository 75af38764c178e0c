using AISafety.Statistics;

namespace AISafety.Uncertainty;

/// <summary>Turns predicted numbers, or predicted quantiles, into intervals that hold the truth at least as often as was asked for.</summary>
/// <remarks>
/// <para>If a new row is exchangeable with the calibration rows, the truth lies in its interval with a probability of at least the coverage, over the draw of the
/// calibration rows too. With less than 1 / (1 - coverage) - 1 rows the intervals are infinite. The mathematics, with its sources: <see cref="ConformalInterval"/> and
/// <see cref="ConformalizedQuantiles"/>.</para>
/// <para>Immutable. To store one, store its parameter and the coverage.</para>
/// </remarks>
public sealed class IntervalCalibration
{
    private readonly ConformalInterval? _residuals;
    private readonly ConformalizedQuantiles? _quantiles;

    private IntervalCalibration(ConformalInterval? residuals, ConformalizedQuantiles? quantiles, double coverage, bool usesDifficulty)
    {
        (_residuals, _quantiles, UsesDifficulty) = (residuals, quantiles, usesDifficulty);
        Coverage = MissRate.Require(coverage);
    }

    /// <summary>How often the truth is to lie in the interval.</summary>
    public double Coverage { get; }

    /// <summary>Whether it was calibrated by residuals in units of each row's difficulty, so that every prediction needs one too.</summary>
    public bool UsesDifficulty { get; }

    /// <summary>By how much an interval reaches beyond the prediction on each side, in units of the difficulty where there is one; or, for quantiles, beyond them, which may be
    /// negative. +infinity if there were too few rows.</summary>
    public double Reach => _residuals?.Radius ?? _quantiles!.Shift;

    /// <summary>Calibrates by absolute residuals: intervals of one width.</summary>
    /// <param name="rows">What was predicted and what came true, for rows like those to come that the model was not trained on.</param>
    /// <param name="coverage">How often the truth is to lie in the interval: more than 0, less than 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no row, a number is NaN, or the coverage is out of range.</exception>
    public static IntervalCalibration Fit(IEnumerable<(double Prediction, double Actual)> rows, double coverage)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Prediction, double Actual)[] all = [.. rows];
        double alpha = MissRate.Of(coverage);
        return From(ConformalInterval.Fit(Array.ConvertAll(all, static row => row.Prediction), Array.ConvertAll(all, static row => row.Actual), alpha), coverage);
    }

    /// <summary>Calibrates by residuals in units of each row's difficulty: wide intervals for difficult rows, narrow ones for easy rows.</summary>
    /// <param name="rows">What was predicted, what came true, and how far off the prediction was expected to be, in any unit; more than 0.</param>
    /// <param name="coverage">How often the truth is to lie in the interval: more than 0, less than 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no row, a number is NaN, or the coverage or a difficulty is out of range.</exception>
    public static IntervalCalibration Fit(IEnumerable<(double Prediction, double Actual, double Difficulty)> rows, double coverage)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Prediction, double Actual, double Difficulty)[] all = [.. rows];
        double alpha = MissRate.Of(coverage);
        return From(
            ConformalInterval.Fit(
                Array.ConvertAll(all, static row => row.Prediction),
                Array.ConvertAll(all, static row => row.Actual),
                Array.ConvertAll(all, static row => row.Difficulty),
                alpha),
            coverage,
            usesDifficulty: true);
    }

    /// <summary>Calibrates the quantiles that a model predicts: conformalised quantile regression.</summary>
    /// <param name="rows">The lower and the upper quantile predicted, and what came true, for rows that the model was not trained on.</param>
    /// <param name="coverage">How often the truth is to lie in the interval: more than 0, less than 1; whatever the quantiles were meant for.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no row, a number is NaN, or the coverage is out of range.</exception>
    public static IntervalCalibration FitQuantiles(IEnumerable<(double Lower, double Upper, double Actual)> rows, double coverage)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (double Lower, double Upper, double Actual)[] all = [.. rows];
        double alpha = MissRate.Of(coverage);
        return From(
            ConformalizedQuantiles.Fit(
                Array.ConvertAll(all, static row => row.Lower),
                Array.ConvertAll(all, static row => row.Upper),
                Array.ConvertAll(all, static row => row.Actual),
                alpha),
            coverage);
    }

    /// <summary>Takes what was calibrated before, by residuals.</summary>
    /// <param name="residuals">What was calibrated.</param>
    /// <param name="coverage">The coverage that it was calibrated for.</param>
    /// <param name="usesDifficulty">Whether its residuals were in units of each row's difficulty. Default: false.</param>
    /// <exception cref="ArgumentNullException"><paramref name="residuals"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coverage"/> is out of range.</exception>
    public static IntervalCalibration From(ConformalInterval residuals, double coverage, bool usesDifficulty = false)
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return new(residuals, null, coverage, usesDifficulty);
    }

    /// <summary>Takes what was calibrated before, by quantiles.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="quantiles"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coverage"/> is out of range.</exception>
    public static IntervalCalibration From(ConformalizedQuantiles quantiles, double coverage)
    {
        ArgumentNullException.ThrowIfNull(quantiles);
        return new(null, quantiles, coverage, usesDifficulty: false);
    }

    /// <summary>The interval around a prediction.</summary>
    /// <param name="prediction">The prediction; finite.</param>
    /// <param name="difficulty">As in calibration; more than 0; null (default) where there was none.</param>
    /// <exception cref="ArgumentException">A number is out of range; or a difficulty is given where there was none in calibration, or none where there was.</exception>
    /// <exception cref="InvalidOperationException">It was calibrated by quantiles.</exception>
    public PredictionInterval Apply(double prediction, double? difficulty = null)
    {
        ConformalInterval residuals = _residuals ?? throw new InvalidOperationException("It was calibrated by quantiles; give the two quantiles.");
        if (!double.IsFinite(prediction))
        {
            throw new ArgumentException("The prediction is not finite.", nameof(prediction));
        }

        if (difficulty.HasValue != UsesDifficulty)
        {
            throw new ArgumentException(
                UsesDifficulty ? "It was calibrated with difficulties; give this prediction's." : "It was calibrated without difficulties; give none.", nameof(difficulty));
        }

        Interval interval = residuals.Apply(prediction, difficulty ?? 1);
        return new(prediction, interval.Lower, interval.Upper, Coverage);
    }

    /// <summary>The interval of predicted quantiles. Its prediction is their middle.</summary>
    /// <param name="lower">The lower one; finite.</param>
    /// <param name="upper">The upper one; finite.</param>
    /// <exception cref="ArgumentException">A quantile is not finite.</exception>
    /// <exception cref="InvalidOperationException">It was calibrated by residuals.</exception>
    public PredictionInterval ApplyQuantiles(double lower, double upper)
    {
        ConformalizedQuantiles quantiles = _quantiles ?? throw new InvalidOperationException("It was calibrated by residuals; give the prediction.");
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
        {
            throw new ArgumentException("A quantile is not finite.", nameof(lower));
        }

        Interval interval = quantiles.Apply(lower, upper);
        return new(0.5 * lower + 0.5 * upper, interval.Lower, interval.Upper, Coverage);
    }

    internal bool IsOfQuantiles => _quantiles is not null;
}
