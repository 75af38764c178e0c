using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>The stable names of criteria, and what each compares.</summary>
internal static class CriterionNames
{
    public static string Of(FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => "demographic-parity",
        FairnessCriterion.EqualOpportunity => "equal-opportunity",
        FairnessCriterion.FalsePositiveRateParity => "false-positive-rate",
        FairnessCriterion.EqualizedOdds => "equalized-odds",
        FairnessCriterion.PredictiveParity => "predictive-parity",
        FairnessCriterion.AccuracyParity => "accuracy-parity",
        FairnessCriterion.TreatmentEquality => "treatment-equality",
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion."),
    };

    /// <summary>The metric of an alert.</summary>
    public static string Of(FairnessLimit limit) => $"{Of(limit.Criterion)}-{(limit.IsRatio ? "ratio" : "difference")}";

    public static GroupRate[] Rates(FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => [GroupRate.SelectionRate],
        FairnessCriterion.EqualOpportunity => [GroupRate.TruePositiveRate],
        FairnessCriterion.FalsePositiveRateParity => [GroupRate.FalsePositiveRate],
        FairnessCriterion.EqualizedOdds => [GroupRate.TruePositiveRate, GroupRate.FalsePositiveRate],
        FairnessCriterion.PredictiveParity => [GroupRate.PositivePredictiveValue],
        FairnessCriterion.AccuracyParity => [GroupRate.Accuracy],
        FairnessCriterion.TreatmentEquality => [GroupRate.FalseNegativesPerFalsePositive],
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion."),
    };

    public static bool NeedsLabels(FairnessCriterion criterion) => criterion != FairnessCriterion.DemographicParity;

    public static string NameOf(GroupRate rate) => rate switch
    {
        GroupRate.SelectionRate => "selection-rate",
        GroupRate.TruePositiveRate => "tpr",
        GroupRate.FalsePositiveRate => "fpr",
        GroupRate.PositivePredictiveValue => "ppv",
        GroupRate.Accuracy => "accuracy",
        GroupRate.FalseNegativesPerFalsePositive => "fn-per-fp",
        _ => throw new ArgumentOutOfRangeException(nameof(rate), rate, "No criterion compares this rate."),
    };
}
