using AISafety.Testing;

namespace AISafety;

/// <summary>Makes models fail on plan.</summary>
public static class FaultExtensions
{
    /// <summary>Wraps a model so that some of its calls go wrong.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">Which calls, and how. May be given to several models: each counts and numbers its own calls.</param>
    /// <param name="timeProvider">By which calls are late, and phases begin; null for the system's clock.</param>
    public static FaultyModel<TIn, TOut> WithFaults<TIn, TOut>(this IModel<TIn, TOut> model, FaultPlan<TIn, TOut> plan, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(plan);
        timeProvider ??= TimeProvider.System;
        return model is IRoutedModel<TIn, TOut> routed
            ? new RoutedFaultyModel<TIn, TOut>(routed, plan, timeProvider)
            : new PlainFaultyModel<TIn, TOut>(model, plan, timeProvider);
    }

    /// <summary>Wraps a model so that some of its calls go wrong.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <param name="describe">Makes the plan of one without faults: <c>plan => plan.AddExceptions(0.05)</c>.</param>
    /// <param name="timeProvider">By which calls are late, and phases begin; null for the system's clock.</param>
    public static FaultyModel<TIn, TOut> WithFaults<TIn, TOut>(
        this IModel<TIn, TOut> model, ulong seed, Func<FaultPlan<TIn, TOut>, FaultPlan<TIn, TOut>> describe, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return model.WithFaults(describe(new(seed)), timeProvider);
    }
}
