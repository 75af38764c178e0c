using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Which training rows a model sees as a second kind within their class: finds rows of a backdoor, which the model knows by their trigger and not by what the others of the class have.</summary>
/// <remarks>
/// <para>Of each class the activations, about their mean, are reduced to a few principal components, each scaled to variance 1, and divided into two clusters (2-means, ten seeded starts). The smaller cluster is suspicious if it is small
/// enough, and the two are far enough apart by their silhouette. The rows must be what a model that was trained on them makes of them, such as its last hidden layer.</para>
/// <para>The paper reduces by independent components (ICA). Those are the same scaled principal components after a rotation, and distances, so clusters and silhouettes, do not change by a rotation: it can be left out, with its iterations.</para>
/// <para>A row's score is s (a - b) / max(a, b): a is its distance from the centre of the larger cluster, b from that of the smaller, and s the class's silhouette, or 0 if that is negative. From -1 to 1; the scale is ours, the paper gives none. Clusters
/// of one size: the one with the first row counts as the larger. The silhouette of more than 2,000 rows is that of 2,000 evenly spaced ones. A row with a NaN is not judged, nor is a class with fewer than 3 complete rows, or whose rows are all the same.</para>
/// <para>Source: Chen et al., Detecting backdoor attacks on deep neural networks by activation clustering, SafeAI@AAAI 2019 (arXiv 1811.03728).</para>
/// </remarks>
public static class ActivationClustering
{
    private const int LeastRows = 3;

    /// <summary>Judges every row and every class.</summary>
    /// <param name="rows">The activations, row by row.</param>
    /// <param name="columns">How many values a row has; at least 1. Time grows with its cube.</param>
    /// <param name="labels">Each row's label; any numbers.</param>
    /// <param name="components">To how many components activations are reduced; at least 1. Fewer are used where there are fewer.</param>
    /// <param name="maxShare">The greatest share of its class that a suspicious cluster may have; more than 0, at most 0.5.</param>
    /// <param name="minSilhouette">The least silhouette of a suspicious division; -1 to 1.</param>
    /// <param name="seed">The same seed gives the same result.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is infinite, or no row is complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another argument is out of range.</exception>
    public static ActivationClusteringResult Of<T>(
        ReadOnlySpan<T> rows, int columns, ReadOnlySpan<int> labels, int components = 10, double maxShare = 0.35, double minSilhouette = 0.1, int seed = 0)
        where T : struct, IFloatingPointIeee754<T>
    {
        LabelledTable table = LabelledTable.Of(rows, columns, labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        if (!(maxShare > 0 && maxShare <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(maxShare), maxShare, "Expected a number of more than 0 and at most 0.5.");
        }

        if (!(minSilhouette >= -1 && minSilhouette <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(minSilhouette), minSilhouette, "Expected a number from -1 to 1.");
        }

        double[] scores = PoisoningScores.Unjudged(labels.Length);
        List<int> suspicious = [];
        List<ClassClusters> classes = [];
        foreach ((int label, int[] members) in table.Classes())
        {
            if (members.Length < LeastRows || ClassComponents.Of(table, members, components) is not { Width: > 0 } reduced)
            {
                continue;
            }

            double[] points = Whitened(reduced);
            TwoMeans means = TwoMeans.Of(points, reduced.Width, seed);
            double silhouette = ClusterSilhouette.Of(points, reduced.Width, means.InSecond);
            int second = means.InSecond.Count(static second => second);
            bool smaller = second * 2 < members.Length || (second * 2 == members.Length && !means.InSecond[0]);
            double share = (double)(smaller ? second : members.Length - second) / members.Length;
            bool isSuspicious = share <= maxShare && silhouette >= minSilhouette;
            classes.Add(new(label, members.Length, share, silhouette, isSuspicious));
            for (int i = 0; i < members.Length; i++)
            {
                int row = table.Places[members[i]];
                (double toLarger, double toSmaller) = (means.Distance(i, !smaller), means.Distance(i, smaller));
                scores[row] = Math.Max(0, silhouette) * (toLarger - toSmaller) / Math.Max(toLarger, toSmaller);
                if (isSuspicious && means.InSecond[i] == smaller)
                {
                    suspicious.Add(row);
                }
            }
        }

        return new(new(scores, suspicious), classes);
    }

    private static double[] Whitened(ClassComponents reduced)
    {
        double[] points = reduced.Scores;
        for (int i = 0; i < points.Length; i++)
        {
            points[i] /= Math.Sqrt(reduced.Variances[i % reduced.Width]);
        }

        return points;
    }
}
