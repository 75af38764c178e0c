namespace AISafety.Performance;

/// <summary>How latency, throughput and error rate are measured.</summary>
public sealed record ServiceMonitoringOptions
{
    /// <summary>The defaults.</summary>
    public static ServiceMonitoringOptions Default { get; } = new();

    /// <summary>What the metrics must keep. Default: nothing, so that they can only be read.</summary>
    public IReadOnlyList<PerformanceLimit> Limits { get; init; } = [];

    /// <summary>After how many calls the window closes and the metrics begin anew. 100 to 10,000,000; default 100,000.</summary>
    public int WindowSize { get; init; } = 100_000;

    /// <summary>After how much time it closes in any case. 1 minute to 30 days; default 1 hour.</summary>
    public TimeSpan WindowLength { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The probability that the interval of a metric holds throughout its window. More than 0.5, less than 1; default 0.99.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>Over what time calls are counted for throughput; from the twentieth on there is an interval. 1 second to 1 hour, and no less than the recording's block age; default 10 seconds.</summary>
    public TimeSpan ThroughputSpan { get; init; } = TimeSpan.FromSeconds(10);
}
