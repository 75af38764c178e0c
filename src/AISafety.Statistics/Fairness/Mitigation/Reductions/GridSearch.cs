namespace AISafety.Statistics;

/// <summary>Trains a model for each point of a grid of multipliers, and takes the best one: a single model, whose decisions need no draw.</summary>
/// <remarks>
/// <para>A point has a number for each group and label whose rate is compared, but for the last group: how much is added to the cost of selecting one of its rows, in wrong decisions, so that 1 outweighs the label. The multiplier is
/// that times their share of all rows. Each point is the weighted classification of <see cref="ExponentiatedGradient"/> for these multipliers. Of the models that keep the constraint on the training rows the one with the least objective is taken; if none does, the
/// one that exceeds it least. All are in the result, for those who would choose otherwise.</para>
/// <para>The best single model can be worse than the best mixture, and a grid is coarse where there are many groups: two and one rate, or three and one rate, are what it is for. Source: Agarwal and others, ICML 2018, section 3.4.</para>
/// </remarks>
public static class GridSearch
{
    /// <summary>Fits.</summary>
    /// <typeparam name="TModel">The learner's model.</typeparam>
    /// <param name="labels">What was true of each training row: 0 or 1, both occur.</param>
    /// <param name="groups">Each row's group, counted from 0; as many.</param>
    /// <param name="groupCount">How many groups; 2 to 65,536. Each has a row; of each label whose rate is compared.</param>
    /// <param name="learner">Trains one model on weighted rows; called one after the other.</param>
    /// <param name="options">The defaults if null: demographic parity within 0.01.</param>
    /// <param name="cancellationToken">Looked at before each model.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label or group is out of range, only one label occurs, a group lacks rows, or the learner predicts what is no probability.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option or <paramref name="groupCount"/> is out of range, or there are more multipliers than models.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static GridSearchFit<TModel> Fit<TModel>(
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<int> groups,
        int groupCount,
        ReductionLearner<TModel> learner,
        GridSearchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options = GridSearchOptions.Checked(options);
        HypothesisPool<TModel> pool = new(labels, groups, groupCount, options.Constraint, learner, cancellationToken);
        ReductionMoments moments = pool.Moments;
        foreach (double[] point in MultiplierGrid.Points(moments.Free.Count, moments.IsTwoSided, options.Limit, options.MaximumModels))
        {
            double[] multipliers = new double[moments.Count];
            for (int i = 0; i < point.Length; i++)
            {
                multipliers[moments.Free[i]] = point[i] * moments.Share(moments.Free[i]);
            }

            pool.Train(multipliers);
        }

        ReductionHypothesis<TModel> best = pool.Found
            .OrderBy(hypothesis => Math.Max(0, moments.Excess(hypothesis.Moments)))
            .ThenBy(static hypothesis => hypothesis.Objective)
            .First();
        return new(best, moments.Excess(best.Moments) <= 0, [.. pool.Found], pool.Trained);
    }
}
