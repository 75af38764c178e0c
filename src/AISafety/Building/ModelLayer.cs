namespace AISafety;

/// <summary>Where a wrapper of the model lies, from the inside to the outside. The order of calls on the builder does not matter between layers.</summary>
internal enum ModelLayer
{
    /// <summary>Chooses between versions of the model.</summary>
    Rollout,

    /// <summary>How many calls the model works on at once: inside every timeout, so that a place is held until the model has really ended.</summary>
    Bulkhead,

    /// <summary>Timeout, retry, hedging: around whichever version answers.</summary>
    Resilience,

    /// <summary>The ladder: its first rung is all that is inside.</summary>
    Degradation,
}
