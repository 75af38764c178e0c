namespace AISafety.Statistics;

/// <summary>What <see cref="ThresholdOptimizer"/> is asked for.</summary>
public sealed record ThresholdOptions
{
    /// <summary>What shall be equal in all groups: demographic parity (default), equal opportunity, parity of false positive rates, or equalised odds. The other criteria cannot be had by thresholds.</summary>
    public FairnessCriterion Criterion { get; init; }

    /// <summary>What shall be greatest; accuracy by default.</summary>
    public ThresholdObjective Objective { get; init; }

    /// <summary>How far the rates of two groups may differ on the fitting rows; 0 (default) to 1, and 0 for equalised odds.</summary>
    public double Tolerance { get; init; }

    internal static ThresholdOptions Checked(ThresholdOptions? options)
    {
        options ??= new();
        OptionRange.Require(
            options.Criterion <= FairnessCriterion.EqualizedOdds, nameof(Criterion), options.Criterion, "DemographicParity, EqualOpportunity, FalsePositiveRateParity or EqualizedOdds");
        OptionRange.Require(Enum.IsDefined(options.Objective), nameof(Objective), options.Objective, "Accuracy or BalancedAccuracy");
        bool isExact = options.Criterion == FairnessCriterion.EqualizedOdds;
        OptionRange.Require(
            isExact ? options.Tolerance == 0 : options.Tolerance is >= 0 and <= 1, nameof(Tolerance), options.Tolerance, isExact ? "0, as equalised odds are fitted exactly" : "0 to 1");
        return options;
    }
}
