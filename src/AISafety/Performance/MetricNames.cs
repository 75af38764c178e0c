namespace AISafety.Performance;

/// <summary>The stable names of metrics.</summary>
internal static class MetricNames
{
    public static string Of(PerformanceMetric metric) => metric switch
    {
        PerformanceMetric.Accuracy => "accuracy",
        PerformanceMetric.Precision => "precision",
        PerformanceMetric.Recall => "recall",
        PerformanceMetric.F1 => "f1",
        PerformanceMetric.RocAuc => "roc-auc",
        PerformanceMetric.Brier => "brier",
        PerformanceMetric.LogLoss => "log-loss",
        PerformanceMetric.CalibrationError => "ece",
        PerformanceMetric.MeanAbsoluteError => "mae",
        PerformanceMetric.RootMeanSquareError => "rmse",
        PerformanceMetric.LatencyP50 => "latency-p50",
        PerformanceMetric.LatencyP95 => "latency-p95",
        PerformanceMetric.LatencyP99 => "latency-p99",
        PerformanceMetric.Throughput => "throughput",
        PerformanceMetric.ErrorRate => "error-rate",
        PerformanceMetric.FalseNegativeRate => "fnr",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric."),
    };
}
