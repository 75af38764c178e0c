namespace AISafety.Statistics;

/// <summary>Bounded group loss: no group loses more than <see cref="Maximum"/> on average.</summary>
/// <remarks>What is least is the mean loss of all rows. Labels stay as they are, and rows are weighted by group. A bound that no mixture of models keeps is not an error: the result says what was reached. Source: Agarwal, Dudik
/// and Wu, Fair regression: quantitative definitions and reduction-based algorithms, ICML 2019.</remarks>
public sealed record GroupLossConstraint : ReductionConstraint
{
    /// <summary>The greatest mean loss of a group, in the unit of the loss; 0 or more.</summary>
    public required double Maximum { get; init; }

    /// <summary>What a prediction costs; by default 0 if it is right and 1 if it is wrong.</summary>
    public GroupLoss Loss { get; init; }

    internal override void Require()
    {
        Require(Enum.IsDefined(Loss), nameof(Loss), Loss, "ZeroOne, Squared or Logistic");
        Require(Maximum is >= 0 and < double.PositiveInfinity, nameof(Maximum), Maximum, "0 or more");
    }

    internal override ReductionMoments MomentsOf(byte[] labels, int[] groups, int groupCount) => new GroupLossMoments(this, labels, groups, groupCount);
}
