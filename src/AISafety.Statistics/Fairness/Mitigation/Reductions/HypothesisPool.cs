using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The models that were trained so far, and the learner that trains more.</summary>
internal sealed class HypothesisPool<TModel>
{
    // Of objective and moments, which are averages of rows.
    private const double Alike = 1e-12;

    private readonly ReductionLearner<TModel> _learner;
    private readonly CancellationToken _cancellationToken;
    private readonly List<ReductionHypothesis<TModel>> _found = [];
    private readonly byte[] _labels;
    private readonly double[] _weights;
    private readonly double[] _predictions;

    /// <exception cref="ArgumentException">Labels or groups are not as they should be.</exception>
    public HypothesisPool(
        ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, int groupCount, ReductionConstraint constraint, ReductionLearner<TModel> learner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(learner);
        constraint.Require();
        if (GroupCode.RequireCount(groupCount) == 1)
        {
            throw new ArgumentOutOfRangeException(nameof(groupCount), groupCount, "There is one group; expected at least two to be treated alike.");
        }

        BinaryLabels.Require(labels, nameof(labels));
        GroupCode.Require(groups, labels.Length, groupCount);
        if (!labels.Contains((byte)0) || !labels.Contains((byte)1))
        {
            throw new ArgumentException($"The {labels.Length} rows do not have both labels; expected rows of 0 and of 1.", nameof(labels));
        }

        Moments = constraint.MomentsOf(labels.ToArray(), groups.ToArray(), groupCount);
        (_learner, _cancellationToken) = (learner, cancellationToken);
        _labels = new byte[labels.Length];
        _weights = new double[labels.Length];
        _predictions = new double[labels.Length];
    }

    public ReductionMoments Moments { get; }

    public IReadOnlyList<ReductionHypothesis<TModel>> Found => _found;

    public int Rows => _labels.Length;

    /// <summary>How often the learner was asked.</summary>
    public int Trained { get; private set; }

    /// <summary>Trains for multipliers, and keeps the model unless one like it is there.</summary>
    /// <exception cref="ArgumentException">The learner predicts what is no probability.</exception>
    public void Train(ReadOnlySpan<double> multipliers)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        Moments.Aim(multipliers, _labels, _weights);
        TModel? model = default;
        byte? constant = OnlyLabel();
        if (constant is { } label)
        {
            _predictions.AsSpan().Fill(label);
        }
        else
        {
            double mean = TensorPrimitives.Sum<double>(_weights) / Rows;
            TensorPrimitives.Divide(_weights, mean, _weights);
            _predictions.AsSpan().Fill(double.NaN);
            model = _learner(_labels, _weights, _predictions);
            Trained++;
            RequireProbabilities();
        }

        double[] moments = new double[Moments.Count];
        double objective = Moments.Measure(_predictions, moments);
        if (!_found.Exists(other => Math.Abs(other.Objective - objective) <= Alike && TensorPrimitives.Distance(other.Moments, moments) <= Alike))
        {
            _found.Add(new(model, constant, objective, moments, Moments.Greatest(moments), Name(multipliers)));
        }
    }

    /// <summary>Which of those found has the least Lagrangian.</summary>
    public int Best(ReadOnlySpan<double> multipliers, out double least)
    {
        int best = -1;
        least = double.PositiveInfinity;
        for (int i = 0; i < _found.Count; i++)
        {
            double value = Moments.Lagrangian(_found[i].Objective, _found[i].Moments, multipliers);
            if (value < least)
            {
                (best, least) = (i, value);
            }
        }

        return best;
    }

    /// <summary>The objective of a mixture, and into <paramref name="moments"/> its moments.</summary>
    public double Mix(ReadOnlySpan<double> weights, Span<double> moments)
    {
        moments.Clear();
        double objective = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                objective += weights[i] * _found[i].Objective;
                TensorPrimitives.MultiplyAdd(_found[i].Moments, weights[i], moments, moments);
            }
        }

        return objective;
    }

    public IReadOnlyList<ReductionMultiplier> Name(ReadOnlySpan<double> multipliers)
    {
        ReductionMultiplier[] named = new ReductionMultiplier[multipliers.Length];
        for (int k = 0; k < named.Length; k++)
        {
            named[k] = Moments.Name(k, multipliers[k]);
        }

        return named;
    }

    // The label that all rows of any weight have, 0 if there is no such row; else null.
    private byte? OnlyLabel()
    {
        byte? only = null;
        for (int row = 0; row < _labels.Length; row++)
        {
            if (_weights[row] > 0)
            {
                if (only is { } label && label != _labels[row])
                {
                    return null;
                }

                only = _labels[row];
            }
        }

        return only ?? 0;
    }

    private void RequireProbabilities()
    {
        int odd = _predictions.AsSpan().IndexOfAnyExceptInRange(0, 1);
        int row = odd >= 0 ? odd : Array.FindIndex(_predictions, double.IsNaN);
        if (row >= 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"The learner predicts {_predictions[row]} for row {row}; expected 0 to 1 for every row."), "learner");
        }
    }
}
