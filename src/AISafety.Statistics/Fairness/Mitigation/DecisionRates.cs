namespace AISafety.Statistics;

/// <summary>What decision rules do to the rows of a group, on average over the draws.</summary>
/// <param name="Count">How many rows there are.</param>
/// <param name="SelectionRate">The share selected; NaN without rows.</param>
/// <param name="TruePositiveRate">The share selected of label 1; NaN if there is none.</param>
/// <param name="FalsePositiveRate">The share selected of label 0; NaN if there is none.</param>
/// <param name="Accuracy">The share decided rightly; NaN without rows.</param>
public readonly record struct DecisionRates(long Count, double SelectionRate, double TruePositiveRate, double FalsePositiveRate, double Accuracy)
{
    internal static DecisionRates Of(double truePositives, double falsePositives, long positives, long negatives)
    {
        double count = positives + negatives;
        return new(
            positives + negatives,
            (truePositives + falsePositives) / count,
            truePositives / positives,
            falsePositives / negatives,
            (truePositives + (negatives - falsePositives)) / count);
    }

    /// <summary>The rate that a criterion compares; of equalised odds the true positive rate.</summary>
    internal double Compared(FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => SelectionRate,
        FairnessCriterion.FalsePositiveRateParity => FalsePositiveRate,
        _ => TruePositiveRate,
    };
}
