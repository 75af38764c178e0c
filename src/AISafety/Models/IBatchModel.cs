namespace AISafety;

/// <summary>A model that can answer many inputs in one go.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
public interface IBatchModel<TIn, TOut> : IModel<TIn, TOut>
{
    /// <summary>Computes one output for each input, in the same order.</summary>
    /// <param name="inputs">The inputs; empty is allowed and does nothing.</param>
    /// <param name="outputs">Receives the outputs; at least as long as <paramref name="inputs"/>.</param>
    /// <param name="cancellationToken">Cancels the whole batch.</param>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> is shorter than <paramref name="inputs"/>.</exception>
    ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken = default);
}
