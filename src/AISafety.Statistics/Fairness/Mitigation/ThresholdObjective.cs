namespace AISafety.Statistics;

/// <summary>What thresholds are to make as great as the constraint allows.</summary>
public enum ThresholdObjective : byte
{
    /// <summary>The share of all rows that are decided rightly.</summary>
    Accuracy = 0,

    /// <summary>The mean of true positive rate and true negative rate, of all rows together.</summary>
    BalancedAccuracy = 1,
}
