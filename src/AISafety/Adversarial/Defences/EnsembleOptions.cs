namespace AISafety.Adversarial;

/// <summary>When the members of an ensemble agree enough.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record EnsembleOptions
{
    /// <summary>The defaults.</summary>
    public static EnsembleOptions Default { get; } = new();

    /// <summary>The least share of members whose own class is the ensemble's: 0 to 1; default 0.6. With less the ensemble abstains: its answer has no class. A tie between classes abstains in any case.</summary>
    public double LeastAgreement { get; init; } = 0.6;
}
