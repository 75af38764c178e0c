namespace AISafety.Statistics;

/// <summary>Fits a mixture of models that keeps a fairness constraint on the training rows at the least error, with any learner that takes weights: the exponentiated gradient reduction.</summary>
/// <remarks>
/// <para>The Lagrangian of the constrained problem is a game. One player has the multipliers, and moves them by exponentiated gradient: in the simplex of sum <see cref="ExponentiatedGradientOptions.MultiplierBound"/>, by exp(learning rate
/// / bound times the sum of violations so far). The other answers with the best model for them, which is a weighted classification: a row's label is what costs less, its weight the difference. Averages of both
/// near the saddle point.</para>
/// <para>Each step also solves the game over the models found so far exactly, as a linear program, and asks the learner for the multipliers of that solution; with an exact learner this ends after finitely many steps. Of all pairs of mixture and
/// multipliers the one with the least gap is kept: how much either player could still gain, the first by any multipliers, the second by any model that was found.</para>
/// <para>With an exact learner: the objective is at most that of the best mixture that keeps the constraint plus 2 gap, and the constraint is exceeded by at most (range of the objective + 2 gap) / MultiplierBound. With another
/// learner the gap is a lower estimate. All of this is said of the training rows, on average over the draws.</para>
/// <para>Groups are needed in training only. Sources: Agarwal, Beygelzimer, Dudik, Langford and Wallach, A reductions approach to fair classification, ICML 2018, algorithm 1 and theorems 1 to 3; the linear program is that of Fairlearn
/// (Weerts et al., JMLR 24, 2023).</para>
/// </remarks>
public static class ExponentiatedGradient
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
    /// <exception cref="ArgumentOutOfRangeException">An option or <paramref name="groupCount"/> is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ReductionFit<TModel> Fit<TModel>(
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<int> groups,
        int groupCount,
        ReductionLearner<TModel> learner,
        ExponentiatedGradientOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options = ExponentiatedGradientOptions.Checked(options);
        HypothesisPool<TModel> pool = new(labels, groups, groupCount, options.Constraint, learner, cancellationToken);
        return new SaddleSearch<TModel>(pool, options).Run();
    }
}
