using AISafety.Rollout;

namespace AISafety;

/// <summary>Adds candidates that are asked beside the model, to be compared with it before anybody depends on them.</summary>
public static class ShadowExtensions
{
    /// <summary>Has a candidate answer the same inputs off every caller's path, and compares what it says with the model's answers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="candidate">The candidate. It is not disposed of.</param>
    /// <param name="comparison">When two outputs agree. Default: classifications by label, arrays and blocks of memory by element, others if they are equal.</param>
    /// <param name="options">How much is shadowed, and what is kept.</param>
    /// <exception cref="SafetyBuildException">An option is out of range.</exception>
    /// <remarks>
    /// <para>The candidate's failures, hangs and slowness cost callers nothing: it runs on threads of its own, from a bounded queue. A call that is shadowed pays for a copy of the input (see
    /// <see cref="SafetyBuilder{TIn, TOut}.CopyInput"/>) and of the output; one that is not pays nothing. What the model failed to answer is not shadowed.</para>
    /// <para>With a shadow, a batch is asked row by row. A candidate with effects outside (it writes, it bills) has them.</para>
    /// </remarks>
    public static SafetyBuilder<TIn, TOut> AddShadow<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, IModel<TIn, TOut> candidate, ShadowComparison<TOut>? comparison = null, ShadowOptions<TOut>? options = null)
    {
        comparison ??= ShadowComparison.DefaultOf<TOut>();
        return AddShadow(builder, candidate, (_, stable, other) => comparison.Agree(stable, other), options);
    }

    /// <summary>Has a candidate answer the same inputs off every caller's path, and compares what it says with the model's answers by a rule of your own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="candidate">The candidate. It is not disposed of.</param>
    /// <param name="agree">Whether the model's and the candidate's output of an input agree, in this order: input, model's, candidate's. What it throws is counted. Called from the shadow's threads.</param>
    /// <param name="options">How much is shadowed, and what is kept.</param>
    /// <inheritdoc cref="AddShadow{TIn, TOut}(SafetyBuilder{TIn, TOut}, IModel{TIn, TOut}, ShadowComparison{TOut}, ShadowOptions{TOut})"/>
    public static SafetyBuilder<TIn, TOut> AddShadow<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, IModel<TIn, TOut> candidate, Func<TIn, TOut, TOut, bool> agree, ShadowOptions<TOut>? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(agree);
        options ??= new();
        options.Check();
        return builder.WrapModel(ModelLayer.Rollout, (build, inner) =>
        {
            BuildChecks.RequireDistinct([.. build.ClosingParts.OfType<ShadowModel<TIn, TOut>>().Select(static shadow => shadow.Name), options.Name], "shadows");
            ShadowModel<TIn, TOut> shadow = new(options, inner, candidate, agree, builder.CopyInputs ?? OwnCopy.For<TIn>(), build);
            build.CloseWithModel(shadow);
            return shadow;
        });
    }

    /// <summary>What a shadow has found so far. Call <see cref="SafeModel{TIn, TOut}.FlushAsync"/> before, for calls that still wait.</summary>
    /// <param name="model">The safe model; a report can be had after its disposal.</param>
    /// <param name="name">The shadow's <see cref="ShadowOptions{TOut}.Name"/>.</param>
    /// <exception cref="ArgumentException">The safe model has no shadow of that name.</exception>
    public static ShadowReport<TIn, TOut> GetShadowReport<TIn, TOut>(this SafeModel<TIn, TOut> model, string name = "shadow")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return model.PartsOf<ShadowModel<TIn, TOut>>().FirstOrDefault(shadow => shadow.Name == name)?.Report
            ?? throw new ArgumentException($"The safe model has no shadow called '{name}'; expected one that was added by AddShadow.", nameof(name));
    }
}
