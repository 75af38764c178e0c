namespace AISafety.Statistics;

/// <summary>The metrics of a chunk of rows, estimated without its labels.</summary>
/// <param name="Count">The rows that took part.</param>
/// <param name="Missing">The rows without a score, which did not.</param>
/// <param name="ExpectedPositives">How many of the rows are expected to have label 1.</param>
/// <param name="Accuracy">The share of right predictions.</param>
/// <param name="Precision">TP / (TP + FP).</param>
/// <param name="Recall">TP / (TP + FN).</param>
/// <param name="F1">2 TP / (2 TP + FP + FN).</param>
/// <param name="RocAuc">The area under the ROC curve.</param>
public sealed record PerformanceEstimate(
    int Count,
    int Missing,
    double ExpectedPositives,
    MetricEstimate Accuracy,
    MetricEstimate Precision,
    MetricEstimate Recall,
    MetricEstimate F1,
    MetricEstimate RocAuc);
