namespace AISafety;

/// <summary>The door to everything: <c>model.WithSafety(...)</c>.</summary>
public static class ModelExtensions
{
    /// <summary>Wraps a model in guards, fallbacks and monitors.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configure">Describes them; see <see cref="SafetyBuilder{TIn, TOut}"/> for the order in which they act.</param>
    /// <returns>A model that is safe to call from many threads. Dispose of it to hand the last recorded rows to the monitors.</returns>
    /// <exception cref="SafetyBuildException">The description has a fault; the message says which.</exception>
    public static SafeModel<TIn, TOut> WithSafety<TIn, TOut>(this IModel<TIn, TOut> model, Action<SafetyBuilder<TIn, TOut>> configure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configure);
        SafetyBuilder<TIn, TOut> builder = new(model);
        configure(builder);
        return builder.Build();
    }
}
