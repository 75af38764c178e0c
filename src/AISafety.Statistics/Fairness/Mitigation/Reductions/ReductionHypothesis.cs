namespace AISafety.Statistics;

/// <summary>A model that a reduction found, and what it does to the training rows.</summary>
/// <typeparam name="TModel">The learner's model.</typeparam>
/// <remarks>Immutable.</remarks>
public sealed class ReductionHypothesis<TModel>
{
    private readonly TModel? _model;
    private readonly double[] _moments;

    internal ReductionHypothesis(TModel? model, byte? constant, double objective, double[] moments, double violation, IReadOnlyList<ReductionMultiplier> multipliers)
    {
        (_model, Constant, Objective, _moments, Violation, Multipliers) = (model, constant, objective, moments, violation, multipliers);
    }

    /// <summary>0 or 1 if this always predicts that, because every row was to be learned as it; null if there is a model.</summary>
    public byte? Constant { get; }

    /// <summary>The model.</summary>
    /// <exception cref="InvalidOperationException">There is none, as <see cref="Constant"/> is not null.</exception>
    public TModel Model => Constant is null ? _model! : throw new InvalidOperationException($"There is no model: {Constant} is always predicted.");

    /// <summary>The share of wrong predictions; for a bounded group loss, the mean loss.</summary>
    public double Objective { get; }

    /// <summary>The greatest distance of a group's rate from that of all rows; for a bounded group loss, the greatest mean loss of a group. Compare with what the constraint allows.</summary>
    public double Violation { get; }

    /// <summary>The multipliers that it was trained for, in the order of labels and groups.</summary>
    public IReadOnlyList<ReductionMultiplier> Multipliers { get; }

    internal ReadOnlySpan<double> Moments => _moments;
}
