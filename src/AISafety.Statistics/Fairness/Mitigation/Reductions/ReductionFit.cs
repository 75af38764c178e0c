namespace AISafety.Statistics;

/// <summary>A mixture of models, and what it does to the training rows on average over the draws.</summary>
/// <typeparam name="TModel">The learner's model.</typeparam>
/// <remarks>
/// <para>A row is decided by one model of the mixture, drawn with its weight; or, which comes to the same, label 1 with the weighted mean of the predictions (<see cref="Predict"/>). Of a bounded group loss that is squared or
/// logistic, that mean is itself a prediction that loses no more.</para>
/// <para>Immutable.</para>
/// </remarks>
public sealed class ReductionFit<TModel>
{
    private readonly ReductionShare<TModel>[] _mixture;

    internal ReductionFit(HypothesisPool<TModel> pool, ReductionShare<TModel>[] mixture)
    {
        _mixture = mixture;
        Found = [.. pool.Found];
        Trained = pool.Trained;
    }

    /// <summary>The models that are drawn from; at least one, each with a weight of more than 0.</summary>
    public IReadOnlyList<ReductionShare<TModel>> Mixture => _mixture;

    /// <summary>All models that were found, without those that do the same; the first is the unconstrained one.</summary>
    public IReadOnlyList<ReductionHypothesis<TModel>> Found { get; }

    /// <summary>The share of wrong predictions; for a bounded group loss, the mean loss.</summary>
    public required double Objective { get; init; }

    /// <summary>The greatest distance of a group's rate from that of all rows; for a bounded group loss, the greatest mean loss of a group.</summary>
    public required double Violation { get; init; }

    /// <summary>By how much the violation exceeds what the constraint allows; 0 or more.</summary>
    public required double Excess { get; init; }

    /// <summary>The multipliers at the saddle point, in the order of labels and groups.</summary>
    public required IReadOnlyList<ReductionMultiplier> Multipliers { get; init; }

    /// <summary>How far this is from the saddle point, in the unit of the objective; 0 or more. A lower estimate if the learner is not exact.</summary>
    public required double Gap { get; init; }

    /// <summary>Whether the gap is as small as was asked.</summary>
    public required bool HasConverged { get; init; }

    /// <summary>How many steps were made; 0 if the unconstrained model keeps the constraint.</summary>
    public required int Iterations { get; init; }

    /// <summary>How many models the learner trained.</summary>
    public int Trained { get; }

    /// <summary>The weighted mean of the predictions of the mixture's models for one row: the probability of label 1.</summary>
    /// <param name="predictions">That of each model, in the order of <see cref="Mixture"/>; 0 to 1. A constant predicts itself.</param>
    /// <exception cref="ArgumentException">There are not as many as models, or one is NaN or out of range.</exception>
    public double Predict(ReadOnlySpan<double> predictions)
    {
        if (predictions.Length != _mixture.Length)
        {
            throw new ArgumentException($"There are {predictions.Length} predictions; expected {_mixture.Length}, one for each model.", nameof(predictions));
        }

        double sum = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            sum += predictions[i] is >= 0 and <= 1
                ? _mixture[i].Weight * predictions[i]
                : throw new ArgumentException(FormattableString.Invariant($"Prediction {i} is {predictions[i]}; expected 0 to 1."), nameof(predictions));
        }

        return Math.Min(1, sum);
    }
}
