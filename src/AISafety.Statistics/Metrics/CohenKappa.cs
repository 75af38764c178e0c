namespace AISafety.Statistics;

/// <summary>Cohen's kappa of two raters: how much more often they agree than their habits alone would make them.</summary>
/// <remarks>kappa = (p - c) / (1 - c), with p the share of items on which they agree, and c = sum over categories of the share that the first gave times the share
/// that the second gave. 1: always agree; 0: as by chance; negative: less. Source: Cohen, A coefficient of agreement for nominal scales, Educational and
/// Psychological Measurement 20, 1960.</remarks>
public static class CohenKappa
{
    /// <summary>Kappa of a table of counts.</summary>
    /// <param name="counts">Row after row, the first rater's category, how often the second gave each category; 0 or more.</param>
    /// <param name="categoryCount">How many categories; 1 or more.</param>
    /// <returns>NaN for no items, and if both gave one and the same category throughout: then nothing is known of chance.</returns>
    /// <exception cref="ArgumentException">The table is not square, or a count is negative.</exception>
    public static double Of(ReadOnlySpan<long> counts, int categoryCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(categoryCount, 1);
        if (counts.Length != (long)categoryCount * categoryCount)
        {
            throw new ArgumentException($"There are {counts.Length} counts; expected {categoryCount} for each of {categoryCount} categories.", nameof(counts));
        }

        double agreed = 0;
        double total = 0;
        double[] first = new double[categoryCount];
        double[] second = new double[categoryCount];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0)
            {
                throw new ArgumentException($"A count is {counts[i]}; expected 0 or more.", nameof(counts));
            }

            (int row, int column) = Math.DivRem(i, categoryCount);
            total += counts[i];
            first[row] += counts[i];
            second[column] += counts[i];
            agreed += row == column ? counts[i] : 0;
        }

        double byChance = 0;
        for (int category = 0; category < categoryCount; category++)
        {
            byChance += first[category] * second[category];
        }

        // Numerator and denominator times the square of the total; 0 / 0 where chance alone agrees always.
        return (agreed * total - byChance) / (total * total - byChance);
    }
}
