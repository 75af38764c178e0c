namespace AISafety.Performance;

/// <summary>How the errors of numeric predictions are measured on calls whose label came.</summary>
public sealed record RegressionMonitoringOptions
{
    /// <summary>The defaults.</summary>
    public static RegressionMonitoringOptions Default { get; } = new();

    /// <summary>What the metrics must keep. Default: nothing, so that they can only be read.</summary>
    public IReadOnlyList<PerformanceLimit> Limits { get; init; } = [];

    /// <summary>After how many labelled rows, with those that are no numbers, the window closes and the metrics begin anew, so that a late fall is not hidden by a good past. 100 to 10,000,000; default 5,000.</summary>
    public int WindowSize { get; init; } = 5000;

    /// <summary>The probability that the interval of a metric holds throughout its window. More than 0.5, less than 1; default 0.99.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>The greatest absolute error that can be, in the unit of the value; a greater one counts as this. More than 0; null (default) if none is known: the interval then holds for many rows only.</summary>
    public double? GreatestError { get; init; }
}
