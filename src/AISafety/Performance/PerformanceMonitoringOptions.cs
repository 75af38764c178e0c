namespace AISafety.Performance;

/// <summary>How a binary classifier is measured on calls whose label came.</summary>
public sealed record PerformanceMonitoringOptions
{
    /// <summary>The defaults.</summary>
    public static PerformanceMonitoringOptions Default { get; } = new();

    /// <summary>What the metrics must keep. Default: nothing, so that they can only be read.</summary>
    public IReadOnlyList<PerformanceLimit> Limits { get; init; } = [];

    /// <summary>After how many labelled rows, with those whose label or probability is none, the window closes and the metrics begin anew, so that a late fall is not hidden by a good past. 100 to 10,000,000; default 5,000.</summary>
    public int WindowSize { get; init; } = 5000;

    /// <summary>The probability that the interval of a metric holds throughout its window. More than 0.5, less than 1; default 0.99.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>Log loss, which needs a probability, counts one given to what came true as at least this. More than 0, less than 0.5; default 0.001.</summary>
    public double LeastProbability { get; init; } = 0.001;

    /// <summary>Whether only rows predicted 1 ever get a label, as loans that were granted. Precision is then measured, recall and false negative rate have bounds,
    /// and the other metrics are not identified. Default: false.</summary>
    public bool LabelsOnlyForPredictedOnes { get; init; }
}
