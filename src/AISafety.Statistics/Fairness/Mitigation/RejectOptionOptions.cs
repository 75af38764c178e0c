namespace AISafety.Statistics;

/// <summary>What <see cref="RejectOption"/> is asked for.</summary>
public sealed record RejectOptionOptions
{
    /// <summary>What shall differ little between groups: demographic parity (default), equal opportunity, parity of false positive rates, or equalised odds.</summary>
    public FairnessCriterion Criterion { get; init; }

    /// <summary>How far the rates of two groups may differ on the fitting rows; 0 to 1; 0.02 by default.</summary>
    public double MaximumDifference { get; init; } = 0.02;

    /// <summary>The score from which the model selects, itself included; finite; 0.5 by default.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>The codes of the groups that are selected in the critical region; the others are not. Null (default): those whose rate is below that of all rows, without a region.</summary>
    public IReadOnlyList<int>? Deprived { get; init; }

    internal static RejectOptionOptions Checked(RejectOptionOptions? options, int groupCount)
    {
        options ??= new();
        OptionRange.Require(
            options.Criterion <= FairnessCriterion.EqualizedOdds, nameof(Criterion), options.Criterion, "DemographicParity, EqualOpportunity, FalsePositiveRateParity or EqualizedOdds");
        OptionRange.Require(options.MaximumDifference is >= 0 and <= 1, nameof(MaximumDifference), options.MaximumDifference, "0 to 1");
        OptionRange.Require(double.IsFinite(options.Threshold), nameof(Threshold), options.Threshold, "a finite number");
        foreach (int group in options.Deprived ?? [])
        {
            OptionRange.Require(group >= 0 && group < groupCount, nameof(Deprived), group, $"groups from 0 to {groupCount - 1}");
        }

        return options;
    }
}
