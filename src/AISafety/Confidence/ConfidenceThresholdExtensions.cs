using System.Runtime.CompilerServices;
using AISafety.Confidence;

namespace AISafety;

/// <summary>Adds a confidence threshold.</summary>
public static class ConfidenceThresholdExtensions
{
    /// <summary>Stops or flags outputs whose confidence is below a minimum.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="confidence">Reads the confidence, 0 to 1, such as the probability of the predicted class.</param>
    /// <param name="minimum">The least confidence that is allowed, 0 to 1, itself included.</param>
    /// <param name="otherwise">What a lower one means: <see cref="SafetyAction.Review"/> (default), <see cref="SafetyAction.Flag"/> or
    /// <see cref="SafetyAction.Block"/>. A confidence that is not a number from 0 to 1 blocks in any case (<c>confidence.invalid</c>).</param>
    /// <param name="options">How the guard is treated.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimum"/> or <paramref name="otherwise"/> is not one of these.</exception>
    [OverloadResolutionPriority(2)]
    public static SafetyBuilder<TIn, TOut> AddConfidenceThreshold<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, double> confidence,
        double minimum,
        SafetyAction otherwise = SafetyAction.Review,
        ConfidenceThresholdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(confidence);
        return Add(builder, new StatedConfidence<TOut>(confidence), minimum, otherwise, options);
    }

    /// <summary>Stops or flags outputs whose probabilities are too undecided.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="probabilities">Reads the probabilities of all classes. If they are none (empty, not finite, outside 0 to 1, not
    /// summing to 1) the output is blocked in any case (<c>confidence.invalid</c>).</param>
    /// <param name="minimum">The least confidence that is allowed, 0 to 1, itself included.</param>
    /// <param name="measure">How the confidence is computed. Default: the greatest probability.</param>
    /// <param name="otherwise">What a lower confidence means: <see cref="SafetyAction.Review"/> (default), <see cref="SafetyAction.Flag"/> or
    /// <see cref="SafetyAction.Block"/>.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimum"/>, <paramref name="measure"/> or
    /// <paramref name="otherwise"/> is not one of these.</exception>
    [OverloadResolutionPriority(1)]
    public static SafetyBuilder<TIn, TOut> AddConfidenceThreshold<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, ReadOnlySpan<float>> probabilities,
        double minimum,
        ConfidenceMeasure measure = ConfidenceMeasure.TopProbability,
        SafetyAction otherwise = SafetyAction.Review,
        ConfidenceThresholdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (!Enum.IsDefined(measure))
        {
            throw new ArgumentOutOfRangeException(nameof(measure), measure, "Expected TopProbability, Margin or NormalizedEntropy.");
        }

        return Add(builder, new MeasuredConfidence<TOut>(probabilities, measure), minimum, otherwise, options);
    }

    /// <inheritdoc cref="AddConfidenceThreshold{TIn, TOut}(SafetyBuilder{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, double, ConfidenceMeasure, SafetyAction, ConfidenceThresholdOptions)"/>
    public static SafetyBuilder<TIn, TOut> AddConfidenceThreshold<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, ReadOnlyMemory<float>> probabilities,
        double minimum,
        ConfidenceMeasure measure = ConfidenceMeasure.TopProbability,
        SafetyAction otherwise = SafetyAction.Review,
        ConfidenceThresholdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return AddConfidenceThreshold(builder, output => probabilities(output).Span, minimum, measure, otherwise, options);
    }

    private static SafetyBuilder<TIn, TOut> Add<TIn, TOut>(
        SafetyBuilder<TIn, TOut> builder,
        ConfidenceReading<TOut> reading,
        double minimum,
        SafetyAction otherwise,
        ConfidenceThresholdOptions? options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!(minimum is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "Expected 0 to 1.");
        }

        if (otherwise is not (SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block))
        {
            throw new ArgumentOutOfRangeException(nameof(otherwise), otherwise, "Expected Flag, Review or Block.");
        }

        ConfidenceThresholdOptions chosen = options ?? ConfidenceThresholdOptions.Default;
        return builder.AddOutputGuard(_ => new ConfidenceGuard<TIn, TOut>(reading, minimum, otherwise, chosen), chosen);
    }
}
