using System.Runtime.CompilerServices;
using AISafety.Confidence;
using AISafety.Selection;

namespace AISafety;

/// <summary>Adds selective prediction: only answers that are sure enough for a tolerated rate of errors.</summary>
public static class SelectivePredictionExtensions
{
    /// <summary>Stops or flags outputs whose confidence is below a threshold that is found from calibration rows, so that wrong answers stay at a rate. Guard
    /// <c>selective-prediction</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="confidence">Reads the confidence, 0 to 1, greater being surer; it need not be calibrated itself.</param>
    /// <param name="calibration">What the model answered, and whether it was right, for rows like those to come that it was not trained on. Read once at each
    /// Build. At least 1 / <paramref name="errorRate"/> - 1 rows; more make for more answers.</param>
    /// <param name="errorRate">The rate of wrong answers that is tolerated: more than 0, less than 1.</param>
    /// <param name="otherwise">What a lower confidence means: <see cref="SafetyAction.Review"/> (default), <see cref="SafetyAction.Flag"/> or
    /// <see cref="SafetyAction.Block"/>. A confidence that is not a number from 0 to 1 blocks in any case (<c>confidence.invalid</c>).</param>
    /// <param name="options">What the rate is a share of, and how the guard is treated. By default the promise is that of all calls, answered or not, at most
    /// <paramref name="errorRate"/> are answered wrongly, in expectation over the draw of calibration rows and new call.</param>
    /// <remarks>Codes: <c>selective.low</c>, <c>confidence.invalid</c>. The mathematics, with its sources: <see cref="AISafety.Statistics.SelectiveThreshold"/>.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: a number or action is out of range, a calibration row cannot be used, or no threshold keeps the
    /// rate (the message says which rate could be kept).</exception>
    [OverloadResolutionPriority(2)]
    public static SafetyBuilder<TIn, TOut> AddSelectivePrediction<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, double> confidence,
        IEnumerable<(TOut Output, bool Correct)> calibration,
        double errorRate,
        SafetyAction otherwise = SafetyAction.Review,
        SelectivePredictionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        return Add(builder, new StatedConfidence<TOut>(confidence), calibration, errorRate, otherwise, options);
    }

    /// <summary>The same, by a measure of the probabilities of all classes.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="probabilities">Reads the probabilities of all classes. If they are none the output is blocked in any case (<c>confidence.invalid</c>).</param>
    /// <param name="calibration">What the model answered, and whether it was right, for rows that it was not trained on. Read once at each Build.</param>
    /// <param name="errorRate">The rate of wrong answers that is tolerated: more than 0, less than 1.</param>
    /// <param name="measure">How the confidence is computed. Default: the greatest probability.</param>
    /// <param name="otherwise">What a lower confidence means: review (default), flag or block.</param>
    /// <param name="options">What the rate is a share of, and how the guard is treated.</param>
    /// <inheritdoc cref="AddSelectivePrediction{TIn, TOut}(SafetyBuilder{TIn, TOut}, Func{TOut, double}, IEnumerable{ValueTuple{TOut, bool}}, double, SafetyAction, SelectivePredictionOptions)"/>
    [OverloadResolutionPriority(1)]
    public static SafetyBuilder<TIn, TOut> AddSelectivePrediction<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, ReadOnlySpan<float>> probabilities,
        IEnumerable<(TOut Output, bool Correct)> calibration,
        double errorRate,
        ConfidenceMeasure measure = ConfidenceMeasure.TopProbability,
        SafetyAction otherwise = SafetyAction.Review,
        SelectivePredictionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return Add(builder, new MeasuredConfidence<TOut>(probabilities, measure), calibration, errorRate, otherwise, options);
    }

    /// <inheritdoc cref="AddSelectivePrediction{TIn, TOut}(SafetyBuilder{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, IEnumerable{ValueTuple{TOut, bool}}, double, ConfidenceMeasure, SafetyAction, SelectivePredictionOptions)"/>
    public static SafetyBuilder<TIn, TOut> AddSelectivePrediction<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, ReadOnlyMemory<float>> probabilities,
        IEnumerable<(TOut Output, bool Correct)> calibration,
        double errorRate,
        ConfidenceMeasure measure = ConfidenceMeasure.TopProbability,
        SafetyAction otherwise = SafetyAction.Review,
        SelectivePredictionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return AddSelectivePrediction(builder, output => probabilities(output).Span, calibration, errorRate, measure, otherwise, options);
    }

    /// <summary>The same, by a threshold that was found before. Its rate cannot be changed by configuration.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="confidence">Reads the confidence, 0 to 1, as it was read when the threshold was found.</param>
    /// <param name="calibrated">The threshold; see <see cref="SelectivePrediction.Calibrate"/>.</param>
    /// <param name="otherwise">What a lower confidence means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated; <see cref="SelectivePredictionOptions.Guarantee"/>, <c>Delta</c> and <c>Seed</c> play no part.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: the action or an option is out of range, or the threshold answers nothing.</exception>
    public static SafetyBuilder<TIn, TOut> AddSelectivePrediction<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, double> confidence,
        SelectivePrediction calibrated,
        SafetyAction otherwise = SafetyAction.Review,
        SelectivePredictionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(confidence);
        ArgumentNullException.ThrowIfNull(calibrated);
        options ??= SelectivePredictionOptions.Default;
        return builder.AddOutputGuard(
            _ => new SelectiveFit<TIn, TOut>(new StatedConfidence<TOut>(confidence), otherwise, options).Stored(calibrated), options);
    }

    private static SafetyBuilder<TIn, TOut> Add<TIn, TOut>(
        SafetyBuilder<TIn, TOut> builder,
        ConfidenceReading<TOut> reading,
        IEnumerable<(TOut Output, bool Correct)> calibration,
        double errorRate,
        SafetyAction otherwise,
        SelectivePredictionOptions? options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(calibration);
        options ??= SelectivePredictionOptions.Default;
        return builder.AddOutputGuard(_ => new SelectiveFit<TIn, TOut>(reading, otherwise, options).Calibrated(calibration, errorRate), options);
    }
}
