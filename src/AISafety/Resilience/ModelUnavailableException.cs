namespace AISafety.Resilience;

/// <summary>The model was not asked, on purpose: its bulkhead is full, or the ladder stands where nobody answers. The call ends as a refusal with the reason given here.</summary>
/// <remarks>A model of one's own may throw it to refuse with a code of its own. It is not retried, and does not count against the model.</remarks>
public sealed class ModelUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why; becomes the call's evidence.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    public ModelUnavailableException(Evidence reason)
        : this(reason, SafetyAction.Block)
    {
    }

    internal ModelUnavailableException(Evidence reason, SafetyAction action)
        : base(reason?.Message)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Reason = reason;
        Action = action;
    }

    /// <summary>Why.</summary>
    public Evidence Reason { get; }

    /// <summary>How the call ends: Block, or Review where a person is to decide.</summary>
    internal SafetyAction Action { get; }
}
