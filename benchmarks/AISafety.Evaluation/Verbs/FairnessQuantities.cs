using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary>What the keys of a fairness file stand for; null for a key that the library does not offer.</summary>
internal sealed class FairnessQuantities
{
    private readonly GroupCounts _counts;
    private readonly FairnessMetrics _metrics;
    private readonly GroupScores? _scores;

    public FairnessQuantities(GroupedRows rows, GroupAttribute attribute, int[] codes, FairnessOptions options)
    {
        _counts = GroupCounts.Of(codes, rows.Labels, rows.Predictions, attribute.GroupCount);
        _metrics = FairnessMetrics.Compute(_counts, attribute.Groups, options);
        _scores = rows.Scores is null ? null : GroupScores.Compute<double>(codes, rows.Scores, rows.Labels, attribute.GroupCount, attribute.Groups, options);
    }

    /// <summary>A quantity of a group, or of all rows for the code -1.</summary>
    public double? OfGroup(int group, string key)
    {
        GroupMetrics rates = group < 0 ? _metrics.Overall : _metrics.Groups[group];
        ScoreMetrics? scores = group < 0 ? _scores?.Overall : _scores?.Groups[group];
        return key switch
        {
            "n" => rates.Counts.Count,
            "tp" => rates.Counts.TruePositives,
            "fp" => rates.Counts.FalsePositives,
            "tn" => rates.Counts.TrueNegatives,
            "fn" => rates.Counts.FalseNegatives,
            "base_rate" => rates.BaseRate.Value,
            "selection_rate" => rates.SelectionRate.Value,
            "tpr" => rates.TruePositiveRate.Value,
            "fpr" => rates.FalsePositiveRate.Value,
            "fnr" => rates[GroupRate.FalseNegativeRate].Value,
            "tnr" => rates[GroupRate.TrueNegativeRate].Value,
            "ppv" => rates.PositivePredictiveValue.Value,
            "npv" => rates[GroupRate.NegativePredictiveValue].Value,
            "accuracy" => rates.Accuracy.Value,
            "auc" => scores?.Auc.Value,
            "ece" or "ece_10_equal_width" => scores?.CalibrationError.Value,
            "mean_score" => scores?.MeanScore.Value,
            _ => null,
        };
    }

    /// <summary>A quantity of all groups together.</summary>
    public double? OfAll(string key) => key switch
    {
        "demographic_parity_difference" => Difference(FairnessCriterion.DemographicParity),
        "demographic_parity_ratio" => Ratio(FairnessCriterion.DemographicParity),
        "equal_opportunity_difference" or "equal_opportunity_difference_tpr" => Difference(FairnessCriterion.EqualOpportunity),
        "equal_opportunity_ratio" or "equal_opportunity_ratio_tpr" => Ratio(FairnessCriterion.EqualOpportunity),
        "false_positive_rate_difference" => Difference(FairnessCriterion.FalsePositiveRateParity),
        "false_positive_rate_ratio" => Ratio(FairnessCriterion.FalsePositiveRateParity),
        "equalized_odds_difference" => Difference(FairnessCriterion.EqualizedOdds),
        "equalized_odds_ratio" => Ratio(FairnessCriterion.EqualizedOdds),
        "predictive_parity_difference" or "predictive_parity_difference_ppv" => Difference(FairnessCriterion.PredictiveParity),
        "predictive_parity_ratio" or "predictive_parity_ratio_ppv" => Ratio(FairnessCriterion.PredictiveParity),
        "accuracy_difference" or "accuracy_parity_difference" => Difference(FairnessCriterion.AccuracyParity),
        "accuracy_ratio" or "accuracy_parity_ratio" => Ratio(FairnessCriterion.AccuracyParity),
        "treatment_equality_difference" => Difference(FairnessCriterion.TreatmentEquality),
        "treatment_equality_ratio" => Ratio(FairnessCriterion.TreatmentEquality),
        "generalized_entropy_index_alpha2" => Inequality.GeneralizedEntropy(_counts.Total).Value,
        "theil_index" => Inequality.Theil(_counts.Total).Value,
        "between_group_generalized_entropy_alpha2" => Inequality.BetweenGroups(_counts).Value,
        "smoothed_empirical_differential_fairness_predictions" => DifferentialFairness.OfPredictions(_counts).Value,
        "smoothed_empirical_differential_fairness_labels" => DifferentialFairness.OfLabels(_counts).Value,
        _ => null,
    };

    private double Difference(FairnessCriterion criterion) => _metrics.Gap(criterion).Difference.Value;

    private double Ratio(FairnessCriterion criterion) => _metrics.Gap(criterion).Ratio.Value;
}
