namespace AISafety.Performance;

/// <summary>What is measured of a model.</summary>
public enum PerformanceMetric
{
    /// <summary>The share of right predictions, 0 to 1. In alerts <c>accuracy</c>.</summary>
    Accuracy = 0,

    /// <summary>TP / (TP + FP), 0 to 1. In alerts <c>precision</c>.</summary>
    Precision = 1,

    /// <summary>TP / (TP + FN), 0 to 1. In alerts <c>recall</c>.</summary>
    Recall = 2,

    /// <summary>2 TP / (2 TP + FP + FN), 0 to 1. In alerts <c>f1</c>.</summary>
    F1 = 3,

    /// <summary>The area under the ROC curve, 0 to 1. In alerts <c>roc-auc</c>.</summary>
    RocAuc = 4,

    /// <summary>The mean squared distance of the probability from the label, 0 to 1. In alerts <c>brier</c>.</summary>
    Brier = 5,

    /// <summary>The mean of -ln of the probability given to the label that came true, in nats, 0 or more. In alerts <c>log-loss</c>.</summary>
    LogLoss = 6,

    /// <summary>The expected calibration error, 0 to 1. In alerts <c>ece</c>.</summary>
    CalibrationError = 7,

    /// <summary>The mean absolute error, in the unit of the value. In alerts <c>mae</c>.</summary>
    MeanAbsoluteError = 8,

    /// <summary>The root of the mean squared error, in the unit of the value. In alerts <c>rmse</c>.</summary>
    RootMeanSquareError = 9,

    /// <summary>The median latency of a call, in milliseconds. In alerts <c>latency-p50</c>.</summary>
    LatencyP50 = 10,

    /// <summary>The latency that 95 % of the calls keep, in milliseconds. In alerts <c>latency-p95</c>.</summary>
    LatencyP95 = 11,

    /// <summary>The latency that 99 % of the calls keep, in milliseconds. In alerts <c>latency-p99</c>.</summary>
    LatencyP99 = 12,

    /// <summary>Calls a second. In alerts <c>throughput</c>.</summary>
    Throughput = 13,

    /// <summary>The share of calls that got no output, from model or fallback, 0 to 1; without those that the caller cancelled. In alerts <c>error-rate</c>.</summary>
    ErrorRate = 14,

    /// <summary>FN / (TP + FN), 1 less recall. In alerts <c>fnr</c>.</summary>
    FalseNegativeRate = 15,
}
