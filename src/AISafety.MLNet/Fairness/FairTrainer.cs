using AISafety.Statistics;
using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>Trains classifiers that keep a fairness constraint, with any binary trainer of ML.NET that takes example weights.</summary>
/// <remarks>
/// <para>The trainer is run again and again on the same rows, with other labels and weights (<see cref="Statistics.ExponentiatedGradient"/>, <see cref="Statistics.GridSearch"/>). No trainer is exact, so that what the papers promise is
/// what to expect, not what is sure: measure on rows that were not trained on.</para>
/// <para>Groups are read in training only. Not safe to use from several threads at once.</para>
/// </remarks>
public sealed class FairTrainer
{
    private readonly MLContext _context;
    private readonly Func<ReductionColumns, IEstimator<ITransformer>> _trainer;
    private readonly FairTrainerOptions _options;

    /// <summary>Takes what to train.</summary>
    /// <param name="context">Of ML.NET; with a seed, if the trainer draws.</param>
    /// <param name="trainer">Makes the trainer for the two columns, both of which it must read. What it makes writes the column PredictedLabel, and Probability if the loss is squared or logistic.</param>
    /// <param name="options">The columns.</param>
    /// <exception cref="ArgumentException">An option is not as it should be.</exception>
    public FairTrainer(MLContext context, Func<ReductionColumns, IEstimator<ITransformer>> trainer, FairTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(options);
        (_context, _trainer, _options) = (context, trainer, options.Checked());
    }

    /// <summary>Fits a mixture of models by exponentiated gradient.</summary>
    /// <param name="rows">The training rows, at least one of each label and as each group needs; each with a label and a group. They are read several times, and are in the same order each time.</param>
    /// <param name="options">The defaults if null: demographic parity within 0.01.</param>
    /// <param name="cancellationToken">Looked at before each model.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, a label or group is missing, there are not the rows that the constraint needs, or the trainer reads no weights.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FairTraining<ReductionFit<ITransformer>> ExponentiatedGradient(IDataView rows, ExponentiatedGradientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ReductionRun run = Start(rows, options?.Constraint);
        ReductionFit<ITransformer> fit = Statistics.ExponentiatedGradient.Fit(run.Labels, run.GroupCodes, run.GroupNames.Count, run.Learn, options, cancellationToken);
        return new(run.Classifier(fit.Mixture), fit, run.GroupNames);
    }

    /// <summary>Fits one model by grid search.</summary>
    /// <param name="rows">As for <see cref="ExponentiatedGradient"/>.</param>
    /// <param name="options">The defaults if null: demographic parity within 0.01.</param>
    /// <param name="cancellationToken">Looked at before each model.</param>
    /// <exception cref="ArgumentException">As for <see cref="ExponentiatedGradient"/>, or there are more multipliers than models.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FairTraining<GridSearchFit<ITransformer>> GridSearch(IDataView rows, GridSearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ReductionRun run = Start(rows, options?.Constraint);
        GridSearchFit<ITransformer> fit = Statistics.GridSearch.Fit(run.Labels, run.GroupCodes, run.GroupNames.Count, run.Learn, options, cancellationToken);
        return new(run.Classifier([new(fit.Best, 1)]), fit, run.GroupNames);
    }

    private ReductionRun Start(IDataView rows, ReductionConstraint? constraint)
    {
        ArgumentNullException.ThrowIfNull(rows);
        bool isProbability = constraint is GroupLossConstraint { Loss: GroupLoss.Squared or GroupLoss.Logistic };
        return new(_context, _trainer, _options, rows, isProbability);
    }
}
