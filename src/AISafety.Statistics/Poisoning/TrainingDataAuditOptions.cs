namespace AISafety.Statistics;

/// <summary>How training data are audited; each is checked when the audit runs.</summary>
public sealed record TrainingDataAuditOptions
{
    /// <summary>How many nearest rows a row's label is compared with; 1 to the number of complete rows less one. Default: 10.</summary>
    public int Neighbors { get; init; } = 10;

    /// <summary>The share of them with another label above which a row is suspicious; 0 to below 1. Default: 0.5.</summary>
    public double DisagreementThreshold { get; init; } = 0.5;

    /// <summary>To how many components activations are reduced before they are clustered; at least 1. Default: 10.</summary>
    public int Components { get; init; } = 10;

    /// <summary>The greatest share of its class that a suspicious cluster may have; more than 0, at most 0.5. Default: 0.35.</summary>
    public double MaxClusterShare { get; init; } = 0.35;

    /// <summary>The least silhouette of a suspicious division into clusters; -1 to 1. Default: 0.1.</summary>
    public double MinSilhouette { get; init; } = 0.1;

    /// <summary>The greatest share of a class's rows that may be poisoned; more than 0, at most 0.5. Spectral signatures name 1.5 times this share of every class. Default: 0.05.</summary>
    public double PoisonedShare { get; init; } = 0.05;

    /// <summary>The seed of the clustering. Default: 0.</summary>
    public int Seed { get; init; }
}
