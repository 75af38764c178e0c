using System.Runtime.CompilerServices;
using AISafety.Uncertainty;

namespace AISafety;

/// <summary>Sets of labels as answers, and the guard that judges their size.</summary>
public static class PredictionSetExtensions
{
    /// <summary>A model that answers with a calibrated set of labels.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="probabilities">Reads the probabilities of all classes. What is none is a failure of the model.</param>
    /// <param name="calibration">The sets; see <see cref="PredictionSetCalibration{TLabel}.Fit"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [OverloadResolutionPriority(1)]
    public static IModel<TIn, PredictionSet<TLabel>> WithPredictionSets<TIn, TOut, TLabel>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlySpan<float>> probabilities, PredictionSetCalibration<TLabel> calibration) =>
        WithPredictionSets(model, probabilities, calibration, static (_, set) => set);

    /// <inheritdoc cref="WithPredictionSets{TIn, TOut, TLabel}(IModel{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, PredictionSetCalibration{TLabel})"/>
    public static IModel<TIn, PredictionSet<TLabel>> WithPredictionSets<TIn, TOut, TLabel>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlyMemory<float>> probabilities, PredictionSetCalibration<TLabel> calibration) =>
        WithPredictionSets(model, probabilities, calibration, static (_, set) => set);

    /// <summary>A model that answers with a calibrated set of labels and whatever else is wanted of the model's own answer.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="probabilities">Reads the probabilities of all classes. What is none is a failure of the model.</param>
    /// <param name="calibration">The sets; see <see cref="PredictionSetCalibration{TLabel}.Fit"/>.</param>
    /// <param name="combine">Makes the answer of the model's own and the set.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [OverloadResolutionPriority(1)]
    public static IModel<TIn, TAnswer> WithPredictionSets<TIn, TOut, TLabel, TAnswer>(
        this IModel<TIn, TOut> model,
        Func<TOut, ReadOnlySpan<float>> probabilities,
        PredictionSetCalibration<TLabel> calibration,
        Func<TOut, PredictionSet<TLabel>, TAnswer> combine)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(combine);
        return MappedModel.Of<TIn, TOut, TAnswer>(model, (_, output) => combine(output, calibration.Apply(probabilities(output))));
    }

    /// <inheritdoc cref="WithPredictionSets{TIn, TOut, TLabel, TAnswer}(IModel{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, PredictionSetCalibration{TLabel}, Func{TOut, PredictionSet{TLabel}, TAnswer})"/>
    public static IModel<TIn, TAnswer> WithPredictionSets<TIn, TOut, TLabel, TAnswer>(
        this IModel<TIn, TOut> model,
        Func<TOut, ReadOnlyMemory<float>> probabilities,
        PredictionSetCalibration<TLabel> calibration,
        Func<TOut, PredictionSet<TLabel>, TAnswer> combine)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return WithPredictionSets(model, output => probabilities(output).Span, calibration, combine);
    }

    /// <summary>Stops or flags sets that are empty, or larger than a maximum. Guard <c>prediction-set</c>.</summary>
    /// <param name="builder">The builder of a model that answers with sets.</param>
    /// <param name="maximum">The most labels that are allowed; 1 or more.</param>
    /// <param name="otherwise">What another size means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>prediction-set.large</c>, <c>prediction-set.empty</c>.</remarks>
    /// <exception cref="SafetyBuildException">At Build: the maximum or the action is out of range.</exception>
    public static SafetyBuilder<TIn, PredictionSet<TLabel>> AddPredictionSetSize<TIn, TLabel>(
        this SafetyBuilder<TIn, PredictionSet<TLabel>> builder, int maximum, SafetyAction otherwise = SafetyAction.Review, GuardOptions? options = null) =>
        AddPredictionSetSize(builder, static set => set.Count, maximum, otherwise, options);

    /// <summary>Stops or flags answers whose set is empty, or larger than a maximum. Guard <c>prediction-set</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="size">Reads how many labels the answer's set has.</param>
    /// <param name="maximum">The most labels that are allowed; 1 or more.</param>
    /// <param name="otherwise">What another size means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>prediction-set.large</c>, <c>prediction-set.empty</c>.</remarks>
    /// <exception cref="SafetyBuildException">At Build: the maximum or the action is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddPredictionSetSize<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Func<TOut, int> size, int maximum, SafetyAction otherwise = SafetyAction.Review, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(size);
        return builder.AddOutputGuard(_ => new SetSizeGuard<TIn, TOut>("prediction-set", size, maximum, otherwise), options);
    }
}
