namespace AISafety.Statistics;

/// <summary>A rate of each group is near that of all rows.</summary>
/// <remarks>|rate of the group - rate of all rows| is at most <see cref="Slack"/>, so that two groups differ by at most twice that. Source: Agarwal and others, ICML 2018, examples 1 and 2, with slack.</remarks>
public sealed record ParityConstraint : ReductionConstraint
{
    /// <summary>
    /// The rate: demographic parity (default), equal opportunity, parity of false positive rates, equalised odds (both rates), or parity of accuracy. The others are no averages over rows that are given, which a reduction needs.
    /// </summary>
    public FairnessCriterion Criterion { get; init; }

    /// <summary>How far a group's rate may be from that of all rows; 0 to 1, 0.01 by default.</summary>
    public double Slack { get; init; } = 0.01;

    internal override void Require()
    {
        Require(
            Criterion is <= FairnessCriterion.EqualizedOdds or FairnessCriterion.AccuracyParity,
            nameof(Criterion),
            Criterion,
            "DemographicParity, EqualOpportunity, FalsePositiveRateParity, EqualizedOdds or AccuracyParity");
        Require(Slack is >= 0 and <= 1, nameof(Slack), Slack, "0 to 1");
    }

    internal override ReductionMoments MomentsOf(byte[] labels, int[] groups, int groupCount) => new ParityMoments(this, labels, groups, groupCount);
}
