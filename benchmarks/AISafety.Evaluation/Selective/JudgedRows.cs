namespace AISafety.Evaluation.Selective;

/// <summary>How sure a model was of rows that it was not trained on, and whether it was right.</summary>
internal sealed record JudgedRows(double[] Confidences, bool[] Correct)
{
    /// <summary>From a CSV with the columns y, score and pred: the confidence is the score of what was predicted.</summary>
    public static JudgedRows OfScored(string path)
    {
        ScoredRows rows = ScoredRows.Read(path);
        int[] known = [.. Enumerable.Range(0, rows.Scores.Length).Where(row => !double.IsNaN(rows.Scores[row]))];
        return new(
            [.. known.Select(row => rows.Predictions[row] == 1 ? rows.Scores[row] : 1 - rows.Scores[row])],
            [.. known.Select(row => rows.Predictions[row] == rows.Labels[row])]);
    }

    /// <summary>From a CSV of features and class, by the greatest probability of a logistic regression; see <see cref="ClassifiedRows"/>.</summary>
    public static JudgedRows OfFeatures(string path, int seed)
    {
        ClassifiedRows rows = ClassifiedRows.Read(path, seed);
        double[] confidences = [.. rows.Probabilities.Select(row => row.Max())];
        return new(confidences, [.. confidences.Select((top, row) => Array.IndexOf(rows.Probabilities[row], top) == rows.Labels[row])]);
    }
}
