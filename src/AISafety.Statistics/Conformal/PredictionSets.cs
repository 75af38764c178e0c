using System.Buffers;

namespace AISafety.Statistics;

/// <summary>Turns class probabilities into sets of classes that hold the true one with probability 1 - alpha or more.</summary>
/// <remarks>
/// <para>The threshold is the ceil((n + 1)(1 - alpha))-th least score of the true classes of n calibration rows, +infinity if n is less than
/// 1 / alpha - 1; a set holds each class whose score is at most that. Exchangeable rows give P(true class inside) of at least 1 - alpha, over the draw of the
/// calibration rows too. With a threshold for each class, from the calibration rows of that class alone (<see cref="FitByClass"/>), that holds for the rows of every class.</para>
/// <para>Least ambiguous (LAC): score 1 - p(class). The smallest sets on average; may be empty; hard rows are covered less often than easy ones.
/// Adaptive (APS): score = the probability of all classes more likely than this one + u p(class), u uniform in 0 to 1 for each row, which makes the coverage exact; sets
/// grow with the difficulty of the row. Without a draw u is 0, in calibration and after: the same row then has always the same set, which is never empty, and coverage may be
/// more than asked, as where the model is right more often than that. Classes of equal probability count in the order of their numbers.</para>
/// <para>Sources: Sadinle, Lei and Wasserman, JASA 114, 2019; Romano, Sesia and Candes, Classification with valid and adaptive coverage, NeurIPS
/// 2020; by class: Vovk, Conditional validity of inductive conformal predictors, ACML 2012. Immutable.</para>
/// </remarks>
public sealed class PredictionSets
{
    // Up to so many, scratch on the stack is faster than a pool's.
    private const int FewClasses = 32;

    private readonly double[] _thresholds;

    /// <summary>Takes the threshold that was found before.</summary>
    /// <param name="kind">Which score.</param>
    /// <param name="threshold">The greatest score inside, for every class; may be infinite, not NaN.</param>
    /// <exception cref="ArgumentException"><paramref name="threshold"/> is NaN.</exception>
    public PredictionSets(PredictionSetKind kind, double threshold)
        : this(kind, [threshold])
    {
    }

    /// <summary>Takes the thresholds that were found before.</summary>
    /// <param name="kind">Which score.</param>
    /// <param name="thresholds">The greatest score inside, of each class, or one for every class; may be infinite, not NaN.</param>
    /// <exception cref="ArgumentException">There is no threshold, or one is NaN.</exception>
    public PredictionSets(PredictionSetKind kind, ReadOnlySpan<double> thresholds)
    {
        if (thresholds.IsEmpty || thresholds.ContainsAny([double.NaN]))
        {
            throw new ArgumentException("Expected a number, or one for each class.", nameof(thresholds));
        }

        Kind = kind;
        _thresholds = thresholds.ToArray();
    }

    /// <summary>Which score.</summary>
    public PredictionSetKind Kind { get; }

    /// <summary>The greatest score inside a set: of each class, or the one for every class.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;

    /// <summary>Calibrates one threshold for all classes.</summary>
    /// <param name="kind">Which score.</param>
    /// <param name="probabilities">Row after row, a probability from 0 to 1 for each class.</param>
    /// <param name="labels">Each row's class, counted from 0; at least one row.</param>
    /// <param name="classCount">How many classes; 2 or more.</param>
    /// <param name="alpha">How often the true class may lie outside: more than 0, less than 1.</param>
    /// <param name="seed">Of the u of each row; plays no part in LAC. Null: no draw, u is 0, and is to be 0 in <c>Apply</c>.</param>
    /// <exception cref="ArgumentException">There is no row, a row is not full, a label is out of range, or a probability is not from 0 to 1.</exception>
    public static PredictionSets Fit(
        PredictionSetKind kind, ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classCount, double alpha, int? seed)
    {
        ConformalRank.RequireRate(alpha);
        return new(kind, ConformalRank.Quantile(PredictionSetScores.OfTrueClasses(kind, probabilities, labels, classCount, seed), alpha));
    }

    /// <summary>Calibrates a threshold for each class. It is +infinity, so that the class is in every set, if it has less than 1 / alpha - 1 calibration rows.</summary>
    /// <inheritdoc cref="Fit"/>
    public static PredictionSets FitByClass(
        PredictionSetKind kind, ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classCount, double alpha, int? seed)
    {
        ConformalRank.RequireRate(alpha);
        double[] scores = PredictionSetScores.OfTrueClasses(kind, probabilities, labels, classCount, seed);
        double[] thresholds = new double[classCount];
        for (int label = 0; label < classCount; label++)
        {
            List<double> own = [];
            for (int row = 0; row < scores.Length; row++)
            {
                if (labels[row] == label)
                {
                    own.Add(scores[row]);
                }
            }

            thresholds[label] = own.Count == 0 ? double.PositiveInfinity : ConformalRank.Quantile(own.ToArray(), alpha);
        }

        return new(kind, thresholds);
    }

    /// <summary>The set of one row.</summary>
    /// <param name="probabilities">The probabilities of the row's classes, from 0 to 1.</param>
    /// <param name="u">The row's own draw, uniform in 0 to 1, for APS. 0 gives a set that is as large or larger, and never empty, without drawing.</param>
    /// <param name="inside">Gets whether each class is in the set; as long.</param>
    /// <returns>How many classes are in the set.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a probability or <paramref name="u"/> is not from 0 to 1.</exception>
    public int Apply(ReadOnlySpan<double> probabilities, double u, Span<bool> inside)
    {
        ConformalRank.RequireSameLength(probabilities.Length, inside.Length, nameof(inside));
        int[] members = ArrayPool<int>.Shared.Rent(probabilities.Length);
        int size = Apply(probabilities, u, members.AsSpan(0, probabilities.Length));
        inside.Clear();
        foreach (int member in members.AsSpan(0, size))
        {
            inside[member] = true;
        }

        ArrayPool<int>.Shared.Return(members);
        return size;
    }

    /// <summary>The set of one row, as a list of classes.</summary>
    /// <param name="probabilities">The probabilities of the row's classes, from 0 to 1.</param>
    /// <param name="u">The row's own draw, uniform in 0 to 1, for APS; 0 without drawing.</param>
    /// <param name="members">Gets the classes of the set, the most probable first, and then the others in the same way; as long as there are classes.</param>
    /// <returns>How many classes are in the set.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a probability or <paramref name="u"/> is not from 0 to 1.</exception>
    public int Apply(ReadOnlySpan<double> probabilities, double u, Span<int> members)
    {
        ConformalRank.RequireSameLength(probabilities.Length, members.Length, nameof(members));
        if (_thresholds.Length > 1)
        {
            ConformalRank.RequireSameLength(probabilities.Length, _thresholds.Length, nameof(probabilities));
        }

        PredictionSetScores.Require(probabilities);
        if (!(u >= 0 && u <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(u), u, "Expected a number from 0 to 1.");
        }

        if (probabilities.Length <= FewClasses)
        {
            return Apply(probabilities, u, members, stackalloc double[FewClasses], stackalloc int[FewClasses]);
        }

        double[] scores = ArrayPool<double>.Shared.Rent(probabilities.Length);
        int[] outside = ArrayPool<int>.Shared.Rent(probabilities.Length);
        int size = Apply(probabilities, u, members, scores, outside);
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<int>.Shared.Return(outside);
        return size;
    }

    private int Apply(ReadOnlySpan<double> probabilities, double u, Span<int> members, Span<double> scores, Span<int> outside)
    {
        PredictionSetScores.Fill(Kind, probabilities, u, members, scores);
        int size = 0;
        int excluded = 0;
        for (int rank = 0; rank < members.Length; rank++)
        {
            int label = members[rank];
            if (scores[rank] <= _thresholds[_thresholds.Length > 1 ? label : 0])
            {
                members[size++] = label;
            }
            else
            {
                outside[excluded++] = label;
            }
        }

        outside[..excluded].CopyTo(members[size..]);
        return size;
    }
}
