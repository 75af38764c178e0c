using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Looks for poisoned rows in training data in three ways at once. What is found is to be looked at, not proof: each way has its false alarms, and what none of them sees.</summary>
/// <remarks>Labels that were flipped show by <see cref="NeighborLabelDisagreement"/>; rows with a backdoor's trigger by <see cref="ActivationClustering"/> and <see cref="SpectralSignatures"/>, in what a model that was trained on them makes of them.</remarks>
public sealed class TrainingDataAudit
{
    private TrainingDataAudit(PoisoningScores neighbors, ActivationClusteringResult clusters, PoisoningScores signatures)
    {
        (NeighborDisagreement, Clusters, Signatures) = (neighbors, clusters, signatures);
        Findings =
        [
            .. Of(PoisoningMethod.NeighborLabelDisagreement, neighbors)
                .Concat(Of(PoisoningMethod.ActivationClustering, clusters.Rows))
                .Concat(Of(PoisoningMethod.SpectralSignatures, signatures))
                .OrderBy(static finding => finding.Row).ThenBy(static finding => finding.Method),
        ];
    }

    /// <summary>Every suspicious row, by row, then method.</summary>
    public IReadOnlyList<TrainingDataFinding> Findings { get; }

    /// <summary>The scores by <see cref="NeighborLabelDisagreement"/>.</summary>
    public PoisoningScores NeighborDisagreement { get; }

    /// <summary>The scores and classes by <see cref="ActivationClustering"/>.</summary>
    public ActivationClusteringResult Clusters { get; }

    /// <summary>The scores by <see cref="SpectralSignatures"/>.</summary>
    public PoisoningScores Signatures { get; }

    /// <summary>Audits training data by what a model makes of them.</summary>
    /// <param name="representations">For each training row what a model that was trained on the data makes of it, such as its last hidden layer; row by row. A row with a NaN is not judged.</param>
    /// <param name="width">How many values that is; at least 1.</param>
    /// <param name="labels">Each row's label; any numbers.</param>
    /// <param name="options">What counts as suspicious; the defaults if null.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is infinite, or no row is complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static TrainingDataAudit Run<T>(ReadOnlySpan<T> representations, int width, ReadOnlySpan<int> labels, TrainingDataAuditOptions? options = null)
        where T : struct, IFloatingPointIeee754<T>
    {
        options ??= new();
        return new(
            NeighborLabelDisagreement.Of(representations, width, labels, options.Neighbors, options.DisagreementThreshold),
            ActivationClustering.Of(representations, width, labels, options.Components, options.MaxClusterShare, options.MinSilhouette, options.Seed),
            SpectralSignatures.Of(representations, width, labels, options.PoisonedShare));
    }

    private static IEnumerable<TrainingDataFinding> Of(PoisoningMethod method, PoisoningScores scores)
    {
        foreach (int row in scores.Suspicious.ToArray())
        {
            yield return new(row, method, scores.Scores[row]);
        }
    }
}
