namespace AISafety.Evaluation.Selective;

/// <summary>Rows that a logistic regression was not trained on, with its probabilities.</summary>
internal sealed record ClassifiedRows(double[][] Probabilities, int[] Labels, int ClassCount)
{
    /// <summary>From a CSV of features and class: a third of the rows, drawn by seed, trains; the others are classified.</summary>
    public static ClassifiedRows Read(string path, int seed)
    {
        LabelledRows rows = LabelledRows.Read(path);
        int[] order = [.. Enumerable.Range(0, rows.Labels.Length)];
        new Random(seed).Shuffle(order);
        SoftmaxRegression model = new(rows, order.AsSpan(0, order.Length / 3));
        int[] others = order[(order.Length / 3)..];
        return new([.. others.Select(row => model.Predict(rows.Features[row]))], [.. others.Select(row => rows.Labels[row])], rows.ClassCount);
    }
}
