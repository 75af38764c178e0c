namespace AISafety.Tests.Support;

/// <summary>Runs one part of a safe model by itself, without the engine.</summary>
internal static class Guards
{
    public static SafetyContext Context<TIn>(FeatureSchema<TIn>? schema, TIn input, TimeProvider? timeProvider = null, CallInfo call = default)
    {
        SafetyContext context = new(schema?.Width ?? 0, timeProvider ?? TimeProvider.System) { CallId = new(1, 1) };
        context.Identify(call);
        if (schema is not null)
        {
            schema.TryRead(input, context.Received);
            context.FeaturesRead = true;
        }

        return context;
    }

    /// <summary>Makes the only input guard of a builder, and lets it judge.</summary>
    public static Verdict<TIn> InspectInput<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, TIn input) =>
        builder.InputGuards.Single().Create(new(builder.Schema, builder.TimeProvider))
            .InspectAsync(input, Context(builder.Schema, input)).GetAwaiter().GetResult();

    /// <summary>Makes the only output guard of a builder, and lets it judge.</summary>
    public static Verdict<TOut> InspectOutput<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, TIn input, TOut output) =>
        builder.OutputGuards.Single().Create(new(builder.Schema, builder.TimeProvider))
            .InspectAsync(input, output, Context(builder.Schema, input)).GetAwaiter().GetResult();

    /// <summary>Makes the only fallback of a builder, and asks it.</summary>
    public static Verdict<TOut> FallBack<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, TIn input, CallInfo call = default) =>
        builder.Fallbacks.Single().Create(new(builder.Schema, builder.TimeProvider))
            .FallBackAsync(input, Context(builder.Schema, input, builder.TimeProvider, call)).GetAwaiter().GetResult();
}
