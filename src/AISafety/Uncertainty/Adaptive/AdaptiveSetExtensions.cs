using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AISafety.Uncertainty;

namespace AISafety;

/// <summary>Sets of labels that adapt to outcomes: a model that answers with them, the guard that judges them, the monitor that moves them.</summary>
public static class AdaptiveSetExtensions
{
    /// <summary>A model that answers with an adaptive set of labels. Give the same <paramref name="sets"/> to <c>AddAdaptiveSets</c>, so that they learn.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="probabilities">Reads the probabilities of all classes. What is none is a failure of the model.</param>
    /// <param name="sets">The sets.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [OverloadResolutionPriority(1)]
    public static IModel<TIn, AdaptiveSet<TLabel>> WithAdaptiveSets<TIn, TOut, TLabel>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlySpan<float>> probabilities, AdaptiveSets<TLabel> sets) =>
        WithAdaptiveSets(model, probabilities, sets, static (_, set) => set);

    /// <inheritdoc cref="WithAdaptiveSets{TIn, TOut, TLabel}(IModel{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, AdaptiveSets{TLabel})"/>
    public static IModel<TIn, AdaptiveSet<TLabel>> WithAdaptiveSets<TIn, TOut, TLabel>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlyMemory<float>> probabilities, AdaptiveSets<TLabel> sets) =>
        WithAdaptiveSets(model, probabilities, sets, static (_, set) => set);

    /// <summary>A model that answers with an adaptive set of labels and whatever else is wanted of the model's own answer.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="probabilities">Reads the probabilities of all classes. What is none is a failure of the model.</param>
    /// <param name="sets">The sets.</param>
    /// <param name="combine">Makes the answer of the model's own and the set.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [OverloadResolutionPriority(1)]
    public static IModel<TIn, TAnswer> WithAdaptiveSets<TIn, TOut, TLabel, TAnswer>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlySpan<float>> probabilities, AdaptiveSets<TLabel> sets, Func<TOut, AdaptiveSet<TLabel>, TAnswer> combine)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(combine);
        return MappedModel.Of<TIn, TOut, TAnswer>(model, (_, output) => combine(output, sets.Apply(probabilities(output))));
    }

    /// <inheritdoc cref="WithAdaptiveSets{TIn, TOut, TLabel, TAnswer}(IModel{TIn, TOut}, Func{TOut, ReadOnlySpan{float}}, AdaptiveSets{TLabel}, Func{TOut, AdaptiveSet{TLabel}, TAnswer})"/>
    public static IModel<TIn, TAnswer> WithAdaptiveSets<TIn, TOut, TLabel, TAnswer>(
        this IModel<TIn, TOut> model, Func<TOut, ReadOnlyMemory<float>> probabilities, AdaptiveSets<TLabel> sets, Func<TOut, AdaptiveSet<TLabel>, TAnswer> combine)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return WithAdaptiveSets(model, output => probabilities(output).Span, sets, combine);
    }

    /// <summary>Lets outcomes move the sets (monitor <c>adaptive-set-coverage</c>), and stops or flags those that are too large or empty (guard <c>adaptive-set</c>).</summary>
    /// <param name="builder">The builder of a model that answers with sets. It needs <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>, with the number of the class: <c>set => set.TopClass</c>.</param>
    /// <param name="sets">The sets that the model answers with.</param>
    /// <param name="maximum">The most labels that are allowed; 1 or more. As many as there are labels: only empty ones are stopped.</param>
    /// <param name="otherwise">What another size means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <remarks>Codes: <c>adaptive-set.large</c>, <c>adaptive-set.empty</c>. Alert: <c>coverage.low</c>. The threshold and the score of each label are recorded with every call.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="sets"/> is null.</exception>
    /// <exception cref="ArgumentException">It was added before.</exception>
    /// <exception cref="SafetyBuildException">At Build: the maximum or the action is out of range, or there are no outcomes.</exception>
    public static SafetyBuilder<TIn, AdaptiveSet<TLabel>> AddAdaptiveSets<TIn, TLabel>(
        this SafetyBuilder<TIn, AdaptiveSet<TLabel>> builder,
        AdaptiveSets<TLabel> sets,
        int maximum,
        SafetyAction otherwise = SafetyAction.Review,
        GuardOptions? options = null) =>
        AddAdaptiveSets(builder, static set => set, sets, maximum, otherwise, options);

    /// <param name="builder">The builder.</param>
    /// <param name="set">Reads the set that the model's answer has. It runs once for each label and three times more a call.</param>
    /// <param name="sets">The sets that the model answers with.</param>
    /// <param name="maximum">The most labels that are allowed; 1 or more. As many as there are labels: only empty ones are stopped.</param>
    /// <param name="otherwise">What another size means: review (default), flag or block.</param>
    /// <param name="options">How the guard is treated.</param>
    /// <inheritdoc cref="AddAdaptiveSets{TIn, TLabel}(SafetyBuilder{TIn, AdaptiveSet{TLabel}}, AdaptiveSets{TLabel}, int, SafetyAction, GuardOptions?)"/>
    public static SafetyBuilder<TIn, TOut> AddAdaptiveSets<TIn, TOut, TLabel>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, AdaptiveSet<TLabel>> set,
        AdaptiveSets<TLabel> sets,
        int maximum,
        SafetyAction otherwise = SafetyAction.Review,
        GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(sets);
        ColumnHandle threshold = builder.AddColumn("adaptive-set: threshold", (_, output) => set(output).Threshold);
        ImmutableArray<ColumnHandle> scores = [.. Enumerable.Range(0, sets.Labels.Length).Select(label =>
            builder.AddColumn($"adaptive-set: score {label}", (_, output) => set(output).Scores[label]))];
        return builder
            .AddOutputGuard(
                _ => new SetSizeGuard<TIn, TOut>("adaptive-set", output => set(output).Set.Count, maximum, otherwise, (call, output) => sets.Stopped.Add(call, set(output).Scored)),
                options)
            .AddMonitor(_ => builder.Label is null
                ? throw new SafetyBuildException($"'{AdaptiveCoverageMonitor.OfSets}': there are no outcomes to learn from: call UseOutcomes on the builder, with the number of the class.")
                : new AdaptiveCoverageMonitor(AdaptiveCoverageMonitor.OfSets, "Sets", sets.Threshold, new GivenSets(sets.Stopped, threshold, scores)));
    }
}
