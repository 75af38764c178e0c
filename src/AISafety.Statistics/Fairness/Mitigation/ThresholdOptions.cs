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
        if (options.Criterion > FairnessCriterion.EqualizedOdds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Criterion, $"{nameof(Criterion)} is {options.Criterion}; expected DemographicParity, EqualOpportunity, FalsePositiveRateParity or EqualizedOdds.");
        }

        if (!Enum.IsDefined(options.Objective))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Objective, $"{nameof(Objective)} is {options.Objective}; expected Accuracy or BalancedAccuracy.");
        }

        double most = options.Criterion == FairnessCriterion.EqualizedOdds ? 0 : 1;
        return options.Tolerance >= 0 && options.Tolerance <= most
            ? options
            : throw new ArgumentOutOfRangeException(
                nameof(options), options.Tolerance, $"{nameof(Tolerance)} is {options.Tolerance}; expected {(most > 0 ? "0 to 1" : "0, as equalised odds are fitted exactly")}.");
    }
}
