using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Which training rows stand out from their class along the one direction in which the class varies most: finds rows of a backdoor, which share a trait that nothing else of their class has.</summary>
/// <remarks>
/// <para>Of each class, with R the rows less the class's mean and v the first right singular vector of R, a row's score is (r v)² over the mean of it in the class: 0 or more, on average 1. Suspicious are the ceil(1.5 epsilon n) rows
/// of each class with the greatest scores, where epsilon is the share of its rows that may be poisoned: <b>of a clean class too</b>, for the method has no threshold. The rows should be what a model that was trained on them makes of
/// them, such as its last hidden layer. Labels that were flipped at random have no trait in common and are not what it finds.</para>
/// <para>A row with a NaN is not judged, nor is a class with fewer than 3 complete rows, or whose rows are all the same.</para>
/// <para>Source: Tran, Li and Madry, Spectral signatures in backdoor attacks, NeurIPS 2018, algorithm 1; the division by the mean is added, so that scores of classes compare.</para>
/// </remarks>
public static class SpectralSignatures
{
    private const int LeastRows = 3;
    private const double Excess = 1.5;

    /// <summary>Judges every row.</summary>
    /// <param name="rows">The representations, row by row.</param>
    /// <param name="columns">How many values a row has; at least 1. Time grows with its cube.</param>
    /// <param name="labels">Each row's label; any numbers.</param>
    /// <param name="poisonedShare">Epsilon, the greatest share of a class's rows that may be poisoned; more than 0, at most 0.5.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is infinite, or no row is complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Another argument is out of range.</exception>
    public static PoisoningScores Of<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<int> labels, double poisonedShare = 0.05)
        where T : struct, IFloatingPointIeee754<T>
    {
        LabelledTable table = LabelledTable.Of(rows, columns, labels);
        if (!(poisonedShare > 0 && poisonedShare <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(poisonedShare), poisonedShare, "Expected a number of more than 0 and at most 0.5.");
        }

        double[] scores = PoisoningScores.Unjudged(labels.Length);
        List<int> suspicious = [];
        foreach ((_, int[] members) in table.Classes())
        {
            if (members.Length < LeastRows || ClassComponents.Of(table, members, 1) is not { Width: 1 } components)
            {
                continue;
            }

            for (int i = 0; i < members.Length; i++)
            {
                scores[table.Places[members[i]]] = components.Scores[i] * components.Scores[i] / components.Variances[0];
            }

            // A little less, so that a product that is whole but for rounding stays what it is.
            int removed = (int)Math.Ceiling(Excess * poisonedShare * members.Length * (1 - 1e-12));
            suspicious.AddRange(members.Select(member => table.Places[member]).OrderByDescending(row => scores[row]).ThenBy(static row => row).Take(removed));
        }

        return new(scores, suspicious);
    }
}
