namespace AISafety.Statistics;

/// <summary>What <see cref="ActivationClustering"/> found.</summary>
/// <param name="Rows">The score of each row, and the suspicious ones.</param>
/// <param name="Classes">The two clusters of each class that was judged, labels ascending.</param>
public sealed record ActivationClusteringResult(PoisoningScores Rows, IReadOnlyList<ClassClusters> Classes);

/// <summary>How one class of training rows falls into two clusters.</summary>
/// <param name="Label">The class.</param>
/// <param name="Count">How many complete rows it has.</param>
/// <param name="SmallerShare">The share of its rows in the smaller cluster; 0 to 0.5.</param>
/// <param name="Silhouette">How well the clusters are apart; -1 to 1, about 0 for one cloud of rows.</param>
/// <param name="IsSuspicious">Whether the smaller cluster is small enough and far enough apart.</param>
public sealed record ClassClusters(int Label, int Count, double SmallerShare, double Silhouette, bool IsSuspicious);
