using AISafety.Statistics;
using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>One fitting: the rows with their features, and the learner that trains on them.</summary>
internal sealed class ReductionRun
{
    // Named so that no column of the rows is hidden by accident.
    private static readonly ReductionColumns _columns = new("AISafety.Reduction.Label", "AISafety.Reduction.Weight");

    private readonly MLContext _context;
    private readonly Func<ReductionColumns, IEstimator<ITransformer>> _trainer;
    private readonly ITransformer? _features;
    private readonly IDataView _rows;
    private readonly bool _isProbability;

    public ReductionRun(MLContext context, Func<ReductionColumns, IEstimator<ITransformer>> trainer, FairTrainerOptions options, IDataView rows, bool isProbability)
    {
        (_context, _trainer, _isProbability) = (context, trainer, isProbability);
        Labels = LabelColumn.Read(rows, options.Label);
        (GroupCodes, GroupNames) = GroupColumns.Read(rows, options.Groups);
        _features = options.Features?.Fit(rows);
        _rows = context.Data.Cache(_features?.Transform(rows) ?? rows);
    }

    public byte[] Labels { get; }

    public int[] GroupCodes { get; }

    public IReadOnlyList<string> GroupNames { get; }

    public ITransformer Learn(ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, Span<double> predictions)
    {
        TargetView view = new(_rows, _columns, [.. labels], weights);
        IEstimator<ITransformer> trainer = _trainer(_columns) ?? throw new ArgumentException("The function made no trainer.");
        ITransformer model = trainer.Fit(view);
        if (!view.WasLabelRead || !view.WasWeightRead)
        {
            throw new ArgumentException(
                $"The trainer ({trainer.GetType().Name}) did not read the column of {(view.WasWeightRead ? "labels" : "weights")} that it was given; expected one that takes an example weight column, and both columns passed on to it.");
        }

        PredictionColumn.Read(model.Transform(_rows), _isProbability, predictions);
        return model;
    }

    public FairClassifier Classifier(IReadOnlyList<ReductionShare<ITransformer>> mixture) => new(
        _context, _features, [.. mixture.Select(static share => new FairClassifierPart(share.Hypothesis.Constant is null ? share.Hypothesis.Model : null, share.Hypothesis.Constant, share.Weight))], _isProbability);
}
