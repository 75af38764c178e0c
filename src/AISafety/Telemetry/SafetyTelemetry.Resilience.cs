namespace AISafety.Telemetry;

public static partial class SafetyTelemetry
{
    /// <summary>What strategies around the model have done. Tags: model, strategy, event.</summary>
    public const string ResilienceEvents = "aisafety.resilience.events";

    /// <summary>Calls that the model works on. Tags: model.</summary>
    public const string BulkheadRunning = "aisafety.bulkhead.running";

    /// <summary>Calls that wait for the model. Tags: model.</summary>
    public const string BulkheadQueued = "aisafety.bulkhead.queued";

    /// <summary>The circuit breaker: 0 closed, 1 half-open, 2 open, 3 isolated. Tags: model.</summary>
    public const string CircuitState = "aisafety.circuit.state";

    /// <summary>Changes of the circuit breaker's state. Tags: model, state, reason.</summary>
    public const string CircuitTransitions = "aisafety.circuit.transitions";

    /// <summary>The rung at which the ladder stands; 0 is the full model. Tags: model.</summary>
    public const string DegradationRung = "aisafety.degradation.rung";

    /// <summary>Moves of the ladder. Tags: model, rung, reason.</summary>
    public const string DegradationMoves = "aisafety.degradation.moves";

    /// <summary>Calls that a lower rung answered because the one they were given to failed. Tags: model, rung.</summary>
    public const string DegradationFallthroughs = "aisafety.degradation.fallthroughs";

    /// <summary>The tag for a strategy: <c>timeout</c>, <c>retry</c>, <c>hedging</c>, <c>bulkhead</c>.</summary>
    public const string StrategyTag = "aisafety.strategy";

    /// <summary>The tag for what it did: <c>timed_out</c>, <c>retried</c>, <c>hedged</c>, <c>rejected</c>.</summary>
    public const string EventTag = "aisafety.event";

    /// <summary>The tag for a state that was entered.</summary>
    public const string StateTag = "aisafety.state";

    /// <summary>The tag for why.</summary>
    public const string ReasonTag = "aisafety.reason";

    /// <summary>The tag for a rung of the ladder.</summary>
    public const string RungTag = "aisafety.rung";
}
