namespace AISafety.Statistics;

/// <summary>The scores by which classes belong to a prediction set, of all classes of a row at once.</summary>
internal static class PredictionSetScores
{
    /// <summary>Sorts the classes and scores them.</summary>
    /// <param name="kind">Which score.</param>
    /// <param name="probabilities">From 0 to 1.</param>
    /// <param name="u">The row's draw, for APS.</param>
    /// <param name="order">Gets the classes, the most probable first, equal ones in the order of their numbers; as long.</param>
    /// <param name="scores">Gets the score of each class of <paramref name="order"/>; as long.</param>
    public static void Fill(PredictionSetKind kind, ReadOnlySpan<double> probabilities, double u, Span<int> order, Span<double> scores)
    {
        for (int label = 0; label < probabilities.Length; label++)
        {
            order[label] = label;
            scores[label] = -probabilities[label];
        }

        SortStably(scores[..probabilities.Length], order[..probabilities.Length]);
        double before = 0;
        for (int rank = 0; rank < probabilities.Length; rank++)
        {
            double own = -scores[rank];
            scores[rank] = kind == PredictionSetKind.LeastAmbiguous ? 1 - own : before + u * own;
            before += own;
        }
    }

    /// <summary>Refuses what is no probability.</summary>
    public static void Require(ReadOnlySpan<double> probabilities)
    {
        foreach (double probability in probabilities)
        {
            if (!(probability >= 0 && probability <= 1))
            {
                throw new ArgumentException($"A probability is {probability}; expected 0 to 1.", nameof(probabilities));
            }
        }
    }

    /// <summary>The score of each row's true class.</summary>
    /// <param name="kind">Which score.</param>
    /// <param name="probabilities">Row after row, a probability for each class.</param>
    /// <param name="labels">Each row's class.</param>
    /// <param name="classCount">How many classes.</param>
    /// <param name="seed">Of the draws for APS; null for u = 0 throughout.</param>
    public static double[] OfTrueClasses(
        PredictionSetKind kind, ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classCount, int? seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.IsEmpty || probabilities.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities for {labels.Length} rows; expected {classCount} for each, and a row.", nameof(probabilities));
        }

        Random? random = seed is { } given ? new(given) : null;
        double[] result = new double[labels.Length];
        double[] scores = new double[classCount];
        int[] order = new int[classCount];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Slice(row * classCount, classCount);
            Require(own);
            if (labels[row] < 0 || labels[row] >= classCount)
            {
                throw new ArgumentException($"A label is {labels[row]}; expected 0 to {classCount - 1}.", nameof(labels));
            }

            Fill(kind, own, random?.NextDouble() ?? 0, order, scores);
            result[row] = scores[order.IndexOf(labels[row])];
        }

        return result;
    }

    private static void SortStably(Span<double> keys, Span<int> order)
    {
        keys.Sort(order);
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                order[start..end].Sort();
            }

            start = end;
        }
    }
}
