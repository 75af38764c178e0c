namespace AISafety;

/// <summary>One of the things that an alert is driven by.</summary>
/// <param name="Name">The feature, group or part.</param>
/// <param name="Metric">What was measured of it, such as <c>ks</c>.</param>
/// <param name="Value">The statistic.</param>
/// <param name="Threshold">The limit that it crossed; NaN if there is none of its own.</param>
public sealed record AlertDriver(string Name, string Metric, double Value, double Threshold)
{
    /// <summary>The reference's and the current histogram over the same bins; null (default) if there is none.</summary>
    public HistogramPair? Histograms { get; init; }
}
