using AISafety.Uncertainty;

namespace AISafety;

/// <summary>Intervals as answers, and the guard that judges their width.</summary>
public static class PredictionIntervalExtensions
{
    /// <summary>A model that answers with a calibrated interval around its prediction.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="prediction">Reads the number that is predicted. One that is not finite is a failure of the model.</param>
    /// <param name="calibration">The intervals, by residuals.</param>
    /// <param name="difficulty">How far off the prediction is expected to be, as in calibration; null (default) where there was none.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The calibration is by quantiles, or with difficulties and none are read, or the other way round.</exception>
    public static IModel<TIn, PredictionInterval> WithPredictionIntervals<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TOut, double> prediction, IntervalCalibration calibration, Func<TIn, TOut, double>? difficulty = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prediction);
        Require(calibration, ofQuantiles: false);
        if (calibration.UsesDifficulty != difficulty is not null)
        {
            throw new ArgumentException(
                calibration.UsesDifficulty ? "It is calibrated with difficulties; say how to read each row's." : "It is calibrated without difficulties; give no function for them.", nameof(difficulty));
        }

        return difficulty is null
            ? MappedModel.Of<TIn, TOut, PredictionInterval>(model, (_, output) => calibration.Apply(prediction(output)))
            : MappedModel.Of<TIn, TOut, PredictionInterval>(model, (input, output) => calibration.Apply(prediction(output), difficulty(input, output)));
    }

    /// <summary>A model that answers with a calibrated interval from the quantiles that it predicts.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="quantiles">Reads the lower and the upper quantile. One that is not finite is a failure of the model.</param>
    /// <param name="calibration">The intervals, by quantiles.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The calibration is by residuals.</exception>
    public static IModel<TIn, PredictionInterval> WithPredictionIntervals<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TOut, (double Lower, double Upper)> quantiles, IntervalCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(quantiles);
        Require(calibration, ofQuantiles: true);
        return MappedModel.Of<TIn, TOut, PredictionInterval>(model, (_, output) =>
        {
            (double lower, double upper) = quantiles(output);
            return calibration.ApplyQuantiles(lower, upper);
        });
    }

    /// <summary>A model that answers with a calibrated interval around its prediction, by the group of the row.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="prediction">Reads the number that is predicted. One that is not finite is a failure of the model.</param>
    /// <param name="group">Reads the group.</param>
    /// <param name="calibration">The intervals of each group.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IModel<TIn, PredictionInterval> WithPredictionIntervals<TIn, TOut, TGroup>(
        this IModel<TIn, TOut> model, Func<TOut, double> prediction, Func<TIn, TGroup> group, GroupIntervalCalibration<TGroup> calibration)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(calibration);
        return MappedModel.Of<TIn, TOut, PredictionInterval>(model, (input, output) => calibration.Apply(prediction(output), group(input)));
    }

    /// <summary>Stops or flags intervals that are wider than a maximum. Guard <c>prediction-interval</c>.</summary>
    /// <param name="builder">The builder of a model that answers with intervals.</param>
    /// <param name="maximum">The greatest width that is allowed, in the unit of the prediction; finite, 0 or more.</param>
    /// <param name="otherwise">What a wider one means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>prediction-interval.wide</c>; <c>prediction-interval.invalid</c> (Block) for a width that is NaN or negative.</remarks>
    /// <exception cref="SafetyBuildException">At Build: the maximum or the action is out of range.</exception>
    public static SafetyBuilder<TIn, PredictionInterval> AddIntervalWidth<TIn>(
        this SafetyBuilder<TIn, PredictionInterval> builder, double maximum, SafetyAction otherwise = SafetyAction.Review, GuardOptions? options = null) =>
        AddIntervalWidth(builder, static interval => interval.Width, maximum, otherwise, options);

    /// <summary>Stops or flags answers whose interval is wider than a maximum. Guard <c>prediction-interval</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="width">Reads the width of the answer's interval.</param>
    /// <param name="maximum">The greatest width that is allowed, in the unit of the prediction; finite, 0 or more.</param>
    /// <param name="otherwise">What a wider one means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>prediction-interval.wide</c>; <c>prediction-interval.invalid</c> (Block) for a width that is NaN or negative.</remarks>
    /// <exception cref="SafetyBuildException">At Build: the maximum or the action is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddIntervalWidth<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Func<TOut, double> width, double maximum, SafetyAction otherwise = SafetyAction.Review, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(width);
        return builder.AddOutputGuard(_ => new IntervalWidthGuard<TIn, TOut>("prediction-interval", width, maximum, otherwise), options);
    }

    private static void Require(IntervalCalibration calibration, bool ofQuantiles)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (calibration.IsOfQuantiles != ofQuantiles)
        {
            throw new ArgumentException(ofQuantiles ? "It is calibrated by residuals; expected quantiles." : "It is calibrated by quantiles; expected residuals.", nameof(calibration));
        }
    }
}
