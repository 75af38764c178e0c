namespace AISafety.Statistics;

/// <summary>The five metrics of a binary classifier that are estimated without labels, or what they came to with them.</summary>
/// <param name="Accuracy">The share of right predictions, 0 to 1; NaN of no rows.</param>
/// <param name="Precision">TP / (TP + FP), 0 to 1; NaN if nothing is predicted 1.</param>
/// <param name="Recall">TP / (TP + FN), 0 to 1; NaN if no label is 1.</param>
/// <param name="F1">2 TP / (2 TP + FP + FN), 0 to 1; NaN if neither label nor prediction is 1.</param>
/// <param name="RocAuc">The area under the ROC curve, 0 to 1, ties counting half; NaN if there are not both labels.</param>
public readonly record struct PerformanceValues(double Accuracy, double Precision, double Recall, double F1, double RocAuc);
