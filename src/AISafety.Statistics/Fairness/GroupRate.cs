namespace AISafety.Statistics;

/// <summary>A rate of a group, from its four counts.</summary>
public enum GroupRate : byte
{
    /// <summary>The share of label 1: (TP + FN) / n.</summary>
    BaseRate = 0,

    /// <summary>The share predicted 1: (TP + FP) / n.</summary>
    SelectionRate = 1,

    /// <summary>TP / (TP + FN).</summary>
    TruePositiveRate = 2,

    /// <summary>FP / (FP + TN).</summary>
    FalsePositiveRate = 3,

    /// <summary>FN / (TP + FN).</summary>
    FalseNegativeRate = 4,

    /// <summary>TN / (FP + TN).</summary>
    TrueNegativeRate = 5,

    /// <summary>TP / (TP + FP), the precision.</summary>
    PositivePredictiveValue = 6,

    /// <summary>TN / (TN + FN).</summary>
    NegativePredictiveValue = 7,

    /// <summary>(TP + TN) / n.</summary>
    Accuracy = 8,

    /// <summary>FN / FP, the ratio that treatment equality compares; from 0, without an upper end. Its count is FN + FP.</summary>
    FalseNegativesPerFalsePositive = 9,
}
