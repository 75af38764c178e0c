using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Which training rows have another label than the rows around them: finds labels that were flipped or mistaken.</summary>
/// <remarks>
/// <para>A row's score is the share of its k nearest other rows (Euclidean distance; of equally near rows the earlier first) that have another label, 0 to 1. Columns should have comparable scales. What a model makes of the rows, such as
/// its last hidden layer, serves as well as the rows themselves. A row with a NaN is no neighbour and is not judged. Every row is compared with every other.</para>
/// <para>With a threshold of 0.5 and two labels, a row is suspicious where the majority of its neighbours votes against it: the rule by which Wilson edits a reference set (Asymptotic properties of nearest neighbor rules using edited
/// data, IEEE Trans. SMC 2, 1972), and Peri et al. filter poisoned rows in a network's feature space (Deep k-NN defense against clean-label data poisoning attacks, ECCV Workshops 2020).</para>
/// </remarks>
public static class NeighborLabelDisagreement
{
    /// <summary>Judges every row.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has; at least 1.</param>
    /// <param name="labels">Each row's label; any numbers.</param>
    /// <param name="neighbors">k; 1 to the number of complete rows less one.</param>
    /// <param name="threshold">A row is suspicious if its score is greater; 0 to below 1.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is infinite, or no row is complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another argument is out of range.</exception>
    public static PoisoningScores Of<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<int> labels, int neighbors = 10, double threshold = 0.5)
        where T : struct, IFloatingPointIeee754<T>
    {
        LabelledTable table = LabelledTable.Of(rows, columns, labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(neighbors, table.Count);
        if (!(threshold >= 0 && threshold < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Expected a number from 0 to below 1.");
        }

        NearestNeighbors search = NearestNeighbors.Fit<double>(table.Values, columns);
        double[] scores = PoisoningScores.Unjudged(labels.Length);
        List<int> suspicious = [];
        double[] distances = new double[neighbors];
        int[] nearest = new int[neighbors];
        for (int row = 0; row < table.Count; row++)
        {
            search.Find(table.Row(row), distances, nearest, leaveOut: row);
            int others = 0;
            foreach (int neighbor in nearest)
            {
                others += table.Labels[neighbor] == table.Labels[row] ? 0 : 1;
            }

            double score = scores[table.Places[row]] = (double)others / neighbors;
            if (score > threshold)
            {
                suspicious.Add(table.Places[row]);
            }
        }

        return new(scores, suspicious);
    }
}
