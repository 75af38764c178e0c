namespace AISafety.Anomaly;

/// <summary>Finds the feature to blame by trying: whose replacement by the reference's median lowers the score most.</summary>
internal static class Replacement
{
    /// <param name="row">The whole row.</param>
    /// <param name="score">Its score.</param>
    /// <param name="columns">What is compared.</param>
    /// <param name="scorer">Scores the tries.</param>
    /// <param name="what">A clause that says what is strange.</param>
    /// <returns>A finding without a feature if no replacement lowers the score.</returns>
    public static AnomalyFinding Explain<TScorer>(ReadOnlySpan<float> row, double score, ComparedColumns columns, TScorer scorer, string what)
        where TScorer : AnomalyScorer
    {
        float[] changed = row.ToArray();
        double least = score;
        int most = -1;
        for (int column = 0; column < columns.Count; column++)
        {
            int place = columns.PlaceOf(column);
            if (float.IsNaN(row[place]))
            {
                continue;
            }

            changed[place] = columns.Medians[column];
            double without = scorer.Score(changed);
            changed[place] = row[place];
            if (without < least)
            {
                least = without;
                most = place;
            }
        }

        return most < 0 ? new(-1, what) : new(most, what + ", most of all by {0}");
    }
}
