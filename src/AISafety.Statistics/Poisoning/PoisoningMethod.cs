namespace AISafety.Statistics;

/// <summary>A way to audit training data.</summary>
public enum PoisoningMethod
{
    /// <summary><see cref="NeighborLabelDisagreement"/>.</summary>
    NeighborLabelDisagreement,

    /// <summary><see cref="ActivationClustering"/>.</summary>
    ActivationClustering,

    /// <summary><see cref="SpectralSignatures"/>.</summary>
    SpectralSignatures,
}
