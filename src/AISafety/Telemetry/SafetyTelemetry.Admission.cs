namespace AISafety.Telemetry;

// What decides whether calls may start.
public static partial class SafetyTelemetry
{
    /// <summary>Calls that an admission guard denied, enforced or only reported. Tags: model, guard, code.</summary>
    public const string AdmissionDenied = "aisafety.admission.denied";

    /// <summary>1 while a kill switch is engaged, else 0. Tags: model, guard.</summary>
    public const string KillSwitchEngaged = "aisafety.killswitch.engaged";

    /// <summary>Callers that are blocked. Tags: model.</summary>
    public const string CallersBlocked = "aisafety.callers.blocked";

    /// <summary>Callers with a rate limit of their own at the moment. Tags: model.</summary>
    public const string RateLimitCallers = "aisafety.ratelimit.callers";

    /// <summary>Calls that a concurrency limit has let in and whose model has not ended. Tags: model.</summary>
    public const string ConcurrencyRunning = "aisafety.concurrency.running";

    /// <summary>Calls that wait in the queue of a concurrency limit. Tags: model.</summary>
    public const string ConcurrencyWaiting = "aisafety.concurrency.waiting";
}
