using Polly.CircuitBreaker;

namespace AISafety.Resilience;

/// <summary>A circuit breaker as a person sees it: its state, and a hand on it. Hand one to <c>AddCircuitBreaker</c> to keep it.</summary>
/// <remarks>Thread-safe. Of one safe model only; a Build that fails may have used it up as well.</remarks>
public sealed class CircuitBreakerHandle
{
    private CircuitBreaker? _breaker;

    /// <summary>Closed: calls go to the model. Open: they do not. Half-open: a few do, by which it is tried. Isolated: held open by a person.</summary>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public CircuitState State => Breaker.State;

    /// <summary>Why it is not closed: what opened it, or who, and why; null when closed.</summary>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public string? Reason => Breaker.Reason;

    private CircuitBreaker Breaker => _breaker ?? throw new InvalidOperationException("No safe model has been built with this handle yet.");

    /// <summary>Opens the circuit until <see cref="Close"/>.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="ArgumentException">An argument is blank.</exception>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public void Isolate(string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Breaker.Isolate($"{actor}: {reason}");
    }

    /// <summary>Closes the circuit, whatever has opened it. Conditions that are there now no longer hold the model back; what is counted begins anew.</summary>
    /// <exception cref="InvalidOperationException">No safe model has been built with it yet.</exception>
    public void Close() => Breaker.Close();

    internal void Attach(CircuitBreaker breaker)
    {
        if (Interlocked.CompareExchange(ref _breaker, breaker, null) is not null)
        {
            throw new SafetyBuildException("AddCircuitBreaker: the CircuitBreakerHandle is of another safe model already; give each Build one of its own.");
        }
    }
}
