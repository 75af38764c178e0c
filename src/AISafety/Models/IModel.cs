namespace AISafety;

/// <summary>Anything that turns one input into one output: an ONNX or ML.NET model, a chat client, a remote service, a delegate.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers. It must be complete when the task completes: lazy sequences and tasks are refused
/// when a safe model is built.</typeparam>
/// <remarks>Implementations must be safe to call from many threads at once. A model that completes synchronously costs a safe model
/// no allocation.</remarks>
public interface IModel<in TIn, TOut>
{
    /// <summary>Computes the output for <paramref name="input"/>.</summary>
    /// <param name="input">The input. It belongs to the caller: the model must neither change it nor keep it beyond the call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default);
}
