using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>Runs the runtime so that a token can stop it.</summary>
internal static class TerminableRun
{
    /// <summary>Runs <paramref name="run"/>. The token costs nothing unless it can be cancelled; then the runtime stops before its next node.</summary>
    /// <param name="source">Named in the exception.</param>
    /// <param name="options">The run's own options; at rest again when this returns.</param>
    /// <param name="state">Handed to <paramref name="run"/>, so that it need not be a closure.</param>
    /// <param name="run">Calls the runtime.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static void Invoke<TState>(
        OnnxSource source, RunOptions options, TState state, Action<TState, RunOptions> run, CancellationToken cancellationToken)
    {
        try
        {
            if (!cancellationToken.CanBeCanceled)
            {
                run(state, options);
                return;
            }

            // Dispose waits for a callback that is under way, so none can reach the next call that uses these options.
            using (cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, options))
            {
                run(state, options);
            }
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The runtime's own words can quote the input, so they are kept out of a message that is recorded.
            throw source.Fault("the run failed; the inner exception says why.", exception);
        }
        finally
        {
            options.Terminate = false;
        }
    }
}
