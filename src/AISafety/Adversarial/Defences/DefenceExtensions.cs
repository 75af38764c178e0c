using AISafety.Adversarial;

namespace AISafety;

/// <summary>Models that are harder to attack, and the guard for those that abstain.</summary>
public static class DefenceExtensions
{
    /// <summary>A model whose inputs are transformed first, in the order given.</summary>
    /// <param name="model">The model. If it is an <see cref="IBatchModel{TIn, TOut}"/>, so is the result.</param>
    /// <param name="transforms">The transforms; at least one. A random one draws by its seed and the input: the same input is changed in the same way.</param>
    /// <remarks>An input that a transform does not fit (<see cref="InputTransform.Width"/>) is a failure of the model, <see cref="ArgumentException"/>. So is one with an infinite number, of which some transforms would make an ordinary one. NaN, a missing number, goes through as each transform says.</remarks>
    /// <exception cref="ArgumentException">There is no transform, one is null, or they do not agree on the width.</exception>
    public static IModel<float[], TOut> WithTransform<TOut>(this IModel<float[], TOut> model, params ReadOnlySpan<InputTransform> transforms) =>
        WithTransform(model, static input => input, static (_, row) => row, transforms);

    /// <inheritdoc cref="WithTransform{TOut}(IModel{float[], TOut}, ReadOnlySpan{InputTransform})"/>
    public static IModel<ReadOnlyMemory<float>, TOut> WithTransform<TOut>(this IModel<ReadOnlyMemory<float>, TOut> model, params ReadOnlySpan<InputTransform> transforms) =>
        WithTransform(model, static input => input, static (_, row) => row, transforms);

    /// <inheritdoc cref="WithTransform{TOut}(IModel{float[], TOut}, ReadOnlySpan{InputTransform})"/>
    /// <param name="model">The model.</param>
    /// <param name="read">The numbers of an input.</param>
    /// <param name="write">An input like another, but with other numbers. The array is its own.</param>
    /// <param name="transforms">The transforms; at least one.</param>
    public static IModel<TIn, TOut> WithTransform<TIn, TOut>(
        this IModel<TIn, TOut> model, Func<TIn, ReadOnlyMemory<float>> read, Func<TIn, float[], TIn> write, params ReadOnlySpan<InputTransform> transforms)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(write);
        TransformChain chain = new(transforms);
        return TransformedModel.Of(model, input => write(input, chain.Apply(read(input).Span)));
    }

    /// <summary>Stops or flags answers without a class: those of an ensemble that disagrees, of a smoothed model that abstains, or of a model that failed silently. Guard <c>abstention</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="otherwise">What is done with one: review (default), flag or block.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <remarks>Code: <c>adversarial.abstained</c>. Add it before a guard that blocks such answers in any case, such as a confidence threshold. The action can be changed while the guard runs.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">The action is out of range.</exception>
    public static SafetyBuilder<TIn, Classification> AddAbstention<TIn>(
        this SafetyBuilder<TIn, Classification> builder, SafetyAction otherwise = SafetyAction.Review, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return otherwise is SafetyAction.Flag or SafetyAction.Review or SafetyAction.Block
            ? builder.AddOutputGuard(_ => new AbstentionGuard<TIn>(otherwise), options)
            : throw new SafetyBuildException($"Guard '{AbstentionGuard<TIn>.GuardName}': {nameof(otherwise)} is {otherwise}; expected Flag, Review or Block.");
    }
}
