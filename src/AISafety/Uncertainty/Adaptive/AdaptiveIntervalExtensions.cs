using AISafety.Uncertainty;

namespace AISafety;

/// <summary>Intervals that adapt to outcomes: a model that answers with them, the guard that judges them, the monitor that moves them.</summary>
public static class AdaptiveIntervalExtensions
{
    /// <summary>A model that answers with an adaptive interval around its prediction. Give the same <paramref name="intervals"/> to <c>AddAdaptiveIntervals</c>, so that they learn.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="prediction">Reads the number that is predicted. One that is not finite is a failure of the model.</param>
    /// <param name="intervals">The intervals.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IModel<TIn, PredictionInterval> WithAdaptiveIntervals<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TOut, double> prediction, AdaptiveIntervals intervals) =>
        WithAdaptiveIntervals(model, prediction, intervals, static (_, interval) => interval);

    /// <summary>A model that answers with an adaptive interval and whatever else is wanted of the model's own answer.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="prediction">Reads the number that is predicted. One that is not finite is a failure of the model.</param>
    /// <param name="intervals">The intervals.</param>
    /// <param name="combine">Makes the answer of the model's own and the interval.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IModel<TIn, TAnswer> WithAdaptiveIntervals<TIn, TOut, TAnswer>(
        this IModel<TIn, TOut> model, Func<TOut, double> prediction, AdaptiveIntervals intervals, Func<TOut, PredictionInterval, TAnswer> combine)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(intervals);
        ArgumentNullException.ThrowIfNull(combine);
        return MappedModel.Of<TIn, TOut, TAnswer>(model, (_, output) => combine(output, intervals.Apply(prediction(output))));
    }

    /// <summary>Lets outcomes move the intervals (monitor <c>adaptive-coverage</c>), and stops or flags those that are too wide or empty (guard <c>adaptive-interval</c>).</summary>
    /// <param name="builder">The builder of a model that answers with intervals. It needs <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>, with the number that is predicted.</param>
    /// <param name="intervals">The intervals that the model answers with.</param>
    /// <param name="maximumWidth">The greatest width that is allowed, in the unit of the prediction; 0 or more. +infinity: only empty ones are stopped.</param>
    /// <param name="otherwise">What a wider or an empty one means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>adaptive-interval.wide</c>, <c>adaptive-interval.empty</c>, <c>adaptive-interval.invalid</c> (Block). Alert: <c>coverage.low</c>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="intervals"/> is null.</exception>
    /// <exception cref="ArgumentException">It was added before.</exception>
    /// <exception cref="SafetyBuildException">At Build: the maximum or the action is out of range, or there are no outcomes.</exception>
    public static SafetyBuilder<TIn, PredictionInterval> AddAdaptiveIntervals<TIn>(
        this SafetyBuilder<TIn, PredictionInterval> builder,
        AdaptiveIntervals intervals,
        double maximumWidth,
        SafetyAction otherwise = SafetyAction.Review,
        GuardOptions? options = null) =>
        AddAdaptiveIntervals(builder, static interval => interval, intervals, maximumWidth, otherwise, options);

    /// <param name="builder">The builder.</param>
    /// <param name="interval">Reads the interval that the model's answer has. It runs four times a call.</param>
    /// <param name="intervals">The intervals that the model answers with.</param>
    /// <param name="maximumWidth">The greatest width that is allowed, in the unit of the prediction; 0 or more. +infinity: only empty ones are stopped.</param>
    /// <param name="otherwise">What a wider or an empty one means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <inheritdoc cref="AddAdaptiveIntervals{TIn}(SafetyBuilder{TIn, PredictionInterval}, AdaptiveIntervals, double, SafetyAction, GuardOptions?)"/>
    public static SafetyBuilder<TIn, TOut> AddAdaptiveIntervals<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, PredictionInterval> interval,
        AdaptiveIntervals intervals,
        double maximumWidth,
        SafetyAction otherwise = SafetyAction.Review,
        GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(interval);
        ArgumentNullException.ThrowIfNull(intervals);
        ColumnHandle prediction = builder.AddColumn("adaptive-interval: prediction", (_, output) => (float)interval(output).Prediction);
        ColumnHandle lower = builder.AddColumn("adaptive-interval: lower", (_, output) => (float)interval(output).Lower);
        ColumnHandle upper = builder.AddColumn("adaptive-interval: upper", (_, output) => (float)interval(output).Upper);
        return builder
            .AddOutputGuard(
                _ => new IntervalWidthGuard<TIn, TOut>(
                    "adaptive-interval", output => interval(output).Width, maximumWidth, otherwise, (call, output) => intervals.Stopped.Add(call, interval(output))),
                options)
            .AddMonitor(_ => builder.Label is null
                ? throw new SafetyBuildException($"'{AdaptiveCoverageMonitor.OfIntervals}': there are no outcomes to learn from: call UseOutcomes on the builder, with the number that is predicted.")
                : new AdaptiveCoverageMonitor(AdaptiveCoverageMonitor.OfIntervals, "Intervals", intervals.Threshold, new GivenIntervals(intervals, prediction, lower, upper)));
    }
}
