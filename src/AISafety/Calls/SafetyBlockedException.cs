namespace AISafety;

/// <summary>A call was refused and no fallback answered. Thrown by <c>PredictAsync</c> only; <c>EvaluateAsync</c> returns refusals as data.</summary>
public sealed class SafetyBlockedException : Exception
{
    internal SafetyBlockedException(CallId callId, SafetyAction action, IReadOnlyList<Evidence> evidence)
        : base(Describe(callId, action, evidence))
    {
        CallId = callId;
        Action = action;
        Evidence = evidence;
    }

    /// <summary>The call.</summary>
    public CallId CallId { get; }

    /// <summary><see cref="SafetyAction.Review"/> or <see cref="SafetyAction.Block"/>.</summary>
    public SafetyAction Action { get; }

    /// <summary>Every reason given, in order.</summary>
    public IReadOnlyList<Evidence> Evidence { get; }

    /// <summary>How long the caller should wait before asking again: the longest that the enforced evidence which stopped the call says. Null where none says.</summary>
    public TimeSpan? RetryAfter => AISafety.Evidence.LongestRetryAfter(Evidence);

    private static string Describe(CallId callId, SafetyAction action, IReadOnlyList<Evidence> evidence)
    {
        string outcome = action == SafetyAction.Review ? "sent to review" : "blocked";
        return $"Call {callId} was {outcome}. {string.Join(' ', evidence)}".TrimEnd();
    }
}
