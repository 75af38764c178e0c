namespace AISafety;

/// <summary>Where a wrapper of the model lies, from the inside to the outside. The order of calls on the builder does not matter between layers.</summary>
internal enum ModelLayer
{
    /// <summary>Chooses between versions of the model.</summary>
    Rollout,

    /// <summary>Timeout, retry, circuit, hedging: around whichever version answers.</summary>
    Resilience,

    /// <summary>The ladder: its first rung is all that is inside.</summary>
    Degradation,
}
