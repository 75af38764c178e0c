namespace AISafety;

/// <summary>How well a part of a safe model is.</summary>
public enum HealthState : byte
{
    /// <summary>It works as described.</summary>
    Healthy = 0,

    /// <summary>It works, but not as well: a lower rung, drift, a rollout that was rolled back.</summary>
    Degraded = 1,

    /// <summary>It does not work: calls are refused, or nothing is kept of them.</summary>
    Unhealthy = 2,
}
