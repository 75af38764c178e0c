namespace AISafety;

/// <summary>A model that is several models: resilience and rollout. It sees the call's context, and says who served.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
public interface IRoutedModel<TIn, TOut> : IModel<TIn, TOut>
{
    /// <summary>Computes the output and names the arm that served it.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The call: its key for sticky routing, its clock, and its token, which is also cancelled when a guard
    /// beside the model refuses. Not to be kept beyond the returned task.</param>
    ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context);
}
