namespace AISafety;

/// <summary>The codes of evidence that the engine itself gives. Guards' own codes stand in their documentation.</summary>
public static class EvidenceCodes
{
    /// <summary>A guard returned <c>default</c>, an action that does not exist, or an action without evidence.</summary>
    public const string NoVerdict = "guard.no-verdict";

    /// <summary>A guard threw an exception.</summary>
    public const string GuardFailed = "guard.failed";

    /// <summary>A guard did not finish within its time budget.</summary>
    public const string GuardTimeout = "guard.timeout";

    /// <summary>A guard beside the model asked for a replacement, which comes too late.</summary>
    public const string LateReplacement = "guard.late-replacement";

    /// <summary>A guard asked for a replacement but gave null.</summary>
    public const string NullReplacement = "guard.null-replacement";

    /// <summary>The input was null.</summary>
    public const string NullInput = "input.null";

    /// <summary>The function given to <c>IdentifyCall</c> threw an exception.</summary>
    public const string IdentifyFailed = "call.identify-failed";

    /// <summary>The feature schema threw an exception while reading the input.</summary>
    public const string FeaturesFailed = "features.failed";

    /// <summary>The model threw an exception.</summary>
    public const string ModelFailed = "model.failed";

    /// <summary>The model did not answer within the time given by <c>AddTimeout</c>.</summary>
    public const string ModelTimeout = "model.timeout";

    /// <summary>A resilience strategy of the user's own did not let the call through to the model.</summary>
    public const string ModelRejected = "model.rejected";

    /// <summary>A circuit breaker holds the model back.</summary>
    public const string CircuitOpen = "circuit.open";

    /// <summary>The model works on as many calls as it may, and as many wait as may.</summary>
    public const string BulkheadFull = "bulkhead.full";

    /// <summary>The model returned null.</summary>
    public const string NullOutput = "model.null-output";

    /// <summary>A fallback threw an exception, gave no answer where it had to, or answered null.</summary>
    public const string FallbackFailed = "fallback.failed";

    /// <summary>A call was to be reviewed, but its input could not be copied, or the review queue did not take it.</summary>
    public const string ReviewFailed = "review.failed";
}
