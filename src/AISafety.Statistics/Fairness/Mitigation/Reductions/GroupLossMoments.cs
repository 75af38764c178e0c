namespace AISafety.Statistics;

/// <summary>The mean loss of each group.</summary>
internal sealed class GroupLossMoments : ReductionMoments
{
    private const double LeastProbability = 1e-15;

    private readonly GroupLossConstraint _constraint;

    public GroupLossMoments(GroupLossConstraint constraint, byte[] labels, int[] groups, int groupCount)
        : base(labels, groups, groupCount)
    {
        _constraint = constraint;
        int empty = Array.IndexOf(Sizes, 0);
        if (empty >= 0)
        {
            throw new ArgumentException($"Group {empty} has no row, so that its loss is not defined; leave it out.", nameof(groups));
        }

        Free = [.. Enumerable.Range(0, groupCount)];
    }

    public override int Count => GroupCount;

    public override IReadOnlyList<int> Free { get; }

    public override bool IsTwoSided => false;

    public override double Bound => _constraint.Maximum;

    public override double Share(int constraint) => (double)Sizes[constraint] / Labels.Length;

    public override ReductionMultiplier Name(int constraint, double multiplier) => new(constraint, null, multiplier);

    public override double Measure(ReadOnlySpan<double> predictions, Span<double> moments)
    {
        moments.Clear();
        double losses = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            double loss = Loss(Labels[row], predictions[row]);
            losses += loss;
            moments[Groups[row]] += loss;
        }

        for (int group = 0; group < GroupCount; group++)
        {
            moments[group] /= Sizes[group];
        }

        return losses / predictions.Length;
    }

    public override void Aim(ReadOnlySpan<double> multipliers, Span<byte> labels, Span<double> weights)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = Labels[row];
            weights[row] = 1 + multipliers[Groups[row]] * Labels.Length / Sizes[Groups[row]];
        }
    }

    private double Loss(byte label, double prediction)
    {
        double error = Math.Abs(label - prediction);
        return _constraint.Loss switch
        {
            GroupLoss.Squared => error * error,
            GroupLoss.Logistic => -Math.Log(1 - Math.Clamp(error, LeastProbability, 1 - LeastProbability)),
            _ => error,
        };
    }
}
