using System.Globalization;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace AISafety.Resilience;

/// <summary>What an exception of the model means.</summary>
internal static class ModelFault
{
    /// <summary>How a call ends whose model threw, and why.</summary>
    public static (SafetyAction Action, Evidence Evidence) Judge(Exception exception) => exception switch
    {
        ModelUnavailableException unavailable => (unavailable.Action, unavailable.Reason),
        TimeoutRejectedException timeout => Block(EvidenceCodes.ModelTimeout, string.Create(CultureInfo.InvariantCulture, $"The model did not answer within {timeout.Timeout}."), exception),
        BrokenCircuitException broken => Block(EvidenceCodes.CircuitOpen, "A circuit breaker holds the model back.", exception, broken.RetryAfter),
        ExecutionRejectedException => Block(EvidenceCodes.ModelRejected, $"The model was not asked: {exception.GetType().Name}.", exception),
        _ => Block(EvidenceCodes.ModelFailed, $"The model threw {exception.GetType().Name}.", exception),
    };

    /// <summary>Whether the exception says that the model was not asked, or not waited for: a refusal like any other, and no fault that a caller must handle.</summary>
    public static bool IsRefusal(Exception exception) => exception is ModelUnavailableException or ExecutionRejectedException;

    /// <summary>Whether somebody has decided, and asking again would ask them to decide otherwise.</summary>
    public static bool IsDecision(Exception exception) =>
        exception is ModelUnavailableException or SafetyBlockedException or (ExecutionRejectedException and not TimeoutRejectedException);

    private static (SafetyAction Action, Evidence Evidence) Block(string code, string message, Exception exception, TimeSpan? retryAfter = null) =>
        (SafetyAction.Block, new(code, message) { Exception = exception, RetryAfter = retryAfter });
}
