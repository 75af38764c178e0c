namespace AISafety.Statistics;

/// <summary>Turns class probabilities into sets of classes that hold the true one with probability 1 - alpha or more.</summary>
/// <remarks>
/// <para>The threshold is the ceil((n + 1)(1 - alpha))-th least score of the true classes of n calibration rows, +infinity if n is less than
/// 1 / alpha - 1; a set holds each class whose score is at most that. Exchangeable rows give P(true class inside) of at least 1 - alpha, over the draw of the
/// calibration rows too.</para>
/// <para>Least ambiguous (LAC): score 1 - p(class). The smallest sets on average; may be empty; hard rows are covered less often than easy ones.
/// Adaptive (APS): score = the probability of all classes more likely than this one + u p(class), u uniform in 0 to 1 for each row; sets
/// grow with the difficulty of the row. Classes of equal probability count in the order of their numbers.</para>
/// <para>Sources: Sadinle, Lei and Wasserman, JASA 114, 2019; Romano, Sesia and Candes, Classification with valid and adaptive coverage, NeurIPS
/// 2020. Immutable.</para>
/// </remarks>
/// <param name="kind">Which score.</param>
/// <param name="threshold">The greatest score inside; may be infinite, not NaN.</param>
/// <exception cref="ArgumentException"><paramref name="threshold"/> is NaN.</exception>
public sealed class PredictionSets(PredictionSetKind kind, double threshold)
{
    /// <summary>Which score.</summary>
    public PredictionSetKind Kind { get; } = kind;

    /// <summary>The greatest score inside a set.</summary>
    public double Threshold { get; } = double.IsNaN(threshold) ? throw new ArgumentException("Expected a number.", nameof(threshold)) : threshold;

    /// <summary>Calibrates.</summary>
    /// <param name="kind">Which score.</param>
    /// <param name="probabilities">Row after row, a probability from 0 to 1 for each class.</param>
    /// <param name="labels">Each row's class, counted from 0; at least one row.</param>
    /// <param name="classCount">How many classes; 2 or more.</param>
    /// <param name="alpha">How often the true class may lie outside: more than 0, less than 1.</param>
    /// <param name="seed">Of the u of each row; plays no part in LAC.</param>
    /// <exception cref="ArgumentException">There is no row, a row is not full, a label is out of range, or a probability is not from 0 to 1.</exception>
    public static PredictionSets Fit(
        PredictionSetKind kind, ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classCount, double alpha, int seed)
    {
        ConformalRank.RequireRate(alpha);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (labels.IsEmpty || probabilities.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities for {labels.Length} rows; expected {classCount} for each, and a row.", nameof(probabilities));
        }

        Random random = new(seed);
        double[] scores = new double[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Slice(row * classCount, classCount);
            RequireProbabilities(own);
            if (labels[row] < 0 || labels[row] >= classCount)
            {
                throw new ArgumentException($"A label is {labels[row]}; expected 0 to {classCount - 1}.", nameof(labels));
            }

            scores[row] = Score(kind, own, labels[row], random.NextDouble());
        }

        return new(kind, ConformalRank.Quantile(scores, alpha));
    }

    /// <summary>The set of one row.</summary>
    /// <param name="probabilities">The probabilities of the row's classes, from 0 to 1.</param>
    /// <param name="u">The row's own draw, uniform in 0 to 1, for APS. 1 gives a set that is a little larger and never empty without drawing.</param>
    /// <param name="inside">Gets whether each class is in the set; as long.</param>
    /// <returns>How many classes are in the set.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a probability or <paramref name="u"/> is not from 0 to 1.</exception>
    public int Apply(ReadOnlySpan<double> probabilities, double u, Span<bool> inside)
    {
        ConformalRank.RequireSameLength(probabilities.Length, inside.Length, nameof(inside));
        RequireProbabilities(probabilities);
        if (!(u >= 0 && u <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(u), u, "Expected a number from 0 to 1.");
        }

        int size = 0;
        for (int label = 0; label < probabilities.Length; label++)
        {
            inside[label] = Score(Kind, probabilities, label, u) <= Threshold;
            size += inside[label] ? 1 : 0;
        }

        return size;
    }

    private static double Score(PredictionSetKind kind, ReadOnlySpan<double> probabilities, int label, double u)
    {
        double own = probabilities[label];
        if (kind == PredictionSetKind.LeastAmbiguous)
        {
            return 1 - own;
        }

        double before = 0;
        for (int other = 0; other < probabilities.Length; other++)
        {
            before += probabilities[other] > own || (probabilities[other] == own && other < label) ? probabilities[other] : 0;
        }

        return before + u * own;
    }

    private static void RequireProbabilities(ReadOnlySpan<double> probabilities)
    {
        foreach (double probability in probabilities)
        {
            if (!(probability >= 0 && probability <= 1))
            {
                throw new ArgumentException($"A probability is {probability}; expected 0 to 1.", nameof(probabilities));
            }
        }
    }
}
