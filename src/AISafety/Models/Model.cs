namespace AISafety;

/// <summary>Makes models from plain code.</summary>
public static class Model
{
    /// <summary>A model that runs a function synchronously.</summary>
    /// <param name="predict">The function; must be safe to call from many threads.</param>
    /// <exception cref="ArgumentNullException"><paramref name="predict"/> is null.</exception>
    public static IModel<TIn, TOut> FromDelegate<TIn, TOut>(Func<TIn, TOut> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        return new DelegateModel<TIn, TOut>(predict);
    }

    /// <summary>A model that runs an asynchronous function.</summary>
    /// <param name="predict">The function; must be safe to call from many threads.</param>
    /// <exception cref="ArgumentNullException"><paramref name="predict"/> is null.</exception>
    public static IModel<TIn, TOut> FromDelegate<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        return new AsyncDelegateModel<TIn, TOut>(predict);
    }

    private sealed class DelegateModel<TIn, TOut>(Func<TIn, TOut> predict) : IModel<TIn, TOut>
    {
        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => new(predict(input));
    }

    private sealed class AsyncDelegateModel<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> predict) : IModel<TIn, TOut>
    {
        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => predict(input, cancellationToken);
    }
}
