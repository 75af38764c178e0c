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

    /// <summary>From a CSV of features and class: a third of the rows, drawn by seed, trains a logistic regression, and the others are judged by its greatest probability.</summary>
    public static JudgedRows OfFeatures(string path, int seed)
    {
        LabelledRows rows = LabelledRows.Read(path);
        int[] order = [.. Enumerable.Range(0, rows.Labels.Length)];
        new Random(seed).Shuffle(order);
        SoftmaxRegression model = new(rows, order.AsSpan(0, order.Length / 3));
        List<double> confidences = [];
        List<bool> correct = [];
        foreach (int row in order.AsSpan(order.Length / 3))
        {
            double[] probabilities = model.Predict(rows.Features[row]);
            double top = probabilities.Max();
            confidences.Add(top);
            correct.Add(Array.IndexOf(probabilities, top) == rows.Labels[row]);
        }

        return new([.. confidences], [.. correct]);
    }
}
