namespace AISafety.Testing;

/// <summary>Calls a safe model many times at once, and says whether every call came back as it should.</summary>
public static class StressRunner
{
    /// <summary>Makes the calls, with inputs from a list.</summary>
    /// <param name="model">The safe model. It should have no other callers meanwhile: its monitors' rows are compared with the calls.</param>
    /// <param name="inputs">The inputs; at least one. See <see cref="StressOptions.Seed"/> for which call is given which.</param>
    /// <param name="options">How many calls, and what is looked at; null for the defaults.</param>
    /// <param name="accept">Whether an output may reach a caller, such as <c>p => float.IsFinite(p)</c>; null (default) for any. Must be safe to call from many threads.</param>
    /// <param name="cancellationToken">Ends the run: calls that run are cancelled by it.</param>
    /// <exception cref="ArgumentException">An option is out of range, or there is no input.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Task<StressReport> RunAsync<TIn, TOut>(
        SafeModel<TIn, TOut> model, IReadOnlyList<TIn> inputs, StressOptions? options = null, Func<TOut, bool>? accept = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
        {
            throw new ArgumentException("Expected at least one input.", nameof(inputs));
        }

        InputOrder order = new(inputs.Count, options?.Seed);
        return RunAsync(model, call => inputs[order.Of(call)], options, accept, cancellationToken);
    }

    /// <summary>Makes the calls, with inputs that a function makes.</summary>
    /// <param name="model">The safe model. It should have no other callers meanwhile: its monitors' rows are compared with the calls.</param>
    /// <param name="input">The input of a call, by its number from 1. Must be safe to call from many threads; what it throws ends the call with that exception.</param>
    /// <param name="options">How many calls, and what is looked at; null for the defaults. <see cref="StressOptions.Seed"/> means nothing here.</param>
    /// <param name="accept">Whether an output may reach a caller; null (default) for any. Must be safe to call from many threads.</param>
    /// <param name="cancellationToken">Ends the run: calls that run are cancelled by it.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static Task<StressReport> RunAsync<TIn, TOut>(
        SafeModel<TIn, TOut> model, Func<long, TIn> input, StressOptions? options = null, Func<TOut, bool>? accept = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        options ??= StressOptions.Default;
        options.Check();
        return new StressRun<TIn, TOut>(model, input, options, accept, cancellationToken).RunAsync();
    }
}
