using AISafety.Fallback;

namespace AISafety;

/// <summary>Adds answers for calls that were stopped and for models that fail. They are asked in the order in which they were added, until one answers.</summary>
public static class FallbackExtensions
{
    /// <summary>Answers with a constant. Name <c>fallback-constant</c>, code <c>fallback.constant</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="constant">The answer. The same object for every call: it should be immutable.</param>
    /// <param name="options">How the engine treats the fallback.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="constant"/> is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddFallback<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, TOut constant, FallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(constant);
        return builder.AddFallbackPolicy(new ConstantFallback<TIn, TOut>(constant), options);
    }

    /// <summary>Asks another model, such as rules or an older version. Code <c>fallback.model</c>; when it throws, <c>fallback.failed</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="model">The model. It is asked with the call's token, and is not disposed of.</param>
    /// <param name="name">Its name in results, evidence and metrics.</param>
    /// <param name="options">How the engine treats the fallback.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddFallback<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, IModel<TIn, TOut> model, string name = "fallback-model", FallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return builder.AddFallbackPolicy(new ModelFallback<TIn, TOut>(model, name), options);
    }

    /// <summary>Answers with a function of the input. Code <c>fallback.model</c>; when it throws, <c>fallback.failed</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="answer">The function; must be safe to call from many threads.</param>
    /// <param name="name">Its name in results, evidence and metrics.</param>
    /// <param name="options">How the engine treats the fallback.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddFallback<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Func<TIn, TOut> answer, string name = "fallback-function", FallbackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return builder.AddFallback(Model.FromDelegate(answer), name, options);
    }

    /// <summary>Answers with what the model last answered for the same key. Name <c>last-good-value</c>, code <c>fallback.last-good</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="key">Says whose value it is, such as a customer number; must be fast. Null (default) for <see cref="CallInfo.Key"/>, kept apart by
    /// <see cref="CallInfo.Caller"/>. Where the key is null or blank nothing is kept and nothing is answered (<c>fallback.no-key</c>), unless
    /// <see cref="LastGoodValueOptions.ShareWithoutKey"/> is set.</param>
    /// <param name="options">How many values are kept, for how long, and how the engine treats the fallback.</param>
    /// <param name="copy">Copies an answer, when it is kept and when it is given again. Null (default) copies arrays and memory, and keeps other types as they
    /// are, which is right for immutable ones.</param>
    /// <remarks>
    /// <para>Kept are answers of calls that were simply allowed: no flag, no replacement, no fallback. No value for the key that is young enough:
    /// <c>fallback.no-last-good</c>.</para>
    /// <para>Cost: this fallback is the one part that writes memory shared between threads on every allowed call, under a lock; it also allocates for a new key,
    /// and for each copy. Do without it where calls must scale over many cores.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddLastGoodValue<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TIn, string?>? key = null,
        LastGoodValueOptions? options = null,
        Func<TOut, TOut>? copy = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= LastGoodValueOptions.Default;
        return builder.AddFallbackPolicy(
            build =>
            {
                options.Check(LastGoodValue<TIn, TOut>.FallbackName);
                return new LastGoodValue<TIn, TOut>(key, copy ?? OwnCopy.For<TOut>(), options, build.TimeProvider);
            },
            options);
    }

    /// <summary>Refuses with a stated reason. Name <c>refusal</c>. Add it last: fallbacks that are added after it are still asked.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="code">A stable dotted code in lower case.</param>
    /// <param name="message">One sentence for the person who is refused.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> or <paramref name="message"/> is blank, or an argument is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddRefusal<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, string code, string message)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddFallbackPolicy(new Refusal<TIn, TOut>(new Evidence(code, message)));
    }
}
