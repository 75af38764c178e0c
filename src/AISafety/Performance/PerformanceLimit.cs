namespace AISafety.Performance;

/// <summary>What a metric must keep. An alert is raised when the whole interval of the metric lies beyond it, never for the value alone.</summary>
public sealed record PerformanceLimit
{
    private PerformanceLimit(PerformanceMetric metric, double bound, bool isMinimum, AlertSeverity severity)
    {
        _ = MetricNames.Of(metric);
        Metric = metric;
        Bound = double.IsFinite(bound) ? bound : throw new ArgumentOutOfRangeException(nameof(bound), bound, "Expected a finite number.");
        IsMinimum = isMinimum;
        Severity = severity is >= AlertSeverity.Low and <= AlertSeverity.Critical
            ? severity
            : throw new ArgumentOutOfRangeException(nameof(severity), severity, "Expected Low to Critical.");
    }

    /// <summary>The metric.</summary>
    public PerformanceMetric Metric { get; }

    /// <summary>The limit, in the metric's unit.</summary>
    public double Bound { get; }

    /// <summary>Whether the metric must be at least, rather than at most, the bound.</summary>
    public bool IsMinimum { get; }

    /// <summary>How bad it is when the limit is crossed.</summary>
    public AlertSeverity Severity { get; }

    /// <summary>The metric must be at least a number, as accuracy.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="bound">The number, in the metric's unit; finite.</param>
    /// <param name="severity">Low to Critical; default High.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static PerformanceLimit AtLeast(PerformanceMetric metric, double bound, AlertSeverity severity = AlertSeverity.High) => new(metric, bound, isMinimum: true, severity);

    /// <summary>The metric must be at most a number, as an error.</summary>
    /// <inheritdoc cref="AtLeast"/>
    public static PerformanceLimit AtMost(PerformanceMetric metric, double bound, AlertSeverity severity = AlertSeverity.High) => new(metric, bound, isMinimum: false, severity);

    /// <summary>Whether all of an interval lies beyond the limit.</summary>
    internal bool IsCrossedBy(Statistics.Interval interval) => IsMinimum ? interval.Upper < Bound : interval.Lower > Bound;

    /// <summary>Whether a metric was looked at, and lies on the right side of the limit.</summary>
    /// <param name="reading">The metric of a whole window.</param>
    /// <param name="greatest">The greatest value that it can have; the least is 0.</param>
    /// <remarks>Of nothing, and of so few values that the interval could not lie beyond the limit wherever it were, neither can be said: that a limit is not crossed does not mean that it is kept.</remarks>
    internal bool IsKeptBy(PerformanceReading reading, double greatest)
    {
        Statistics.Interval interval = reading.Interval;
        bool isKnown = reading.Count > 0 && (interval.Lower > 0 || interval.Upper < greatest);
        if (!isKnown || IsCrossedBy(interval))
        {
            return false;
        }

        // What is not identified has bounds only, and they may be wide for ever.
        double room = IsMinimum ? Bound : greatest - Bound;
        return !reading.IsIdentified
            || ((IsMinimum ? reading.Value >= Bound : reading.Value <= Bound) && (double.IsPositiveInfinity(room) || interval.Upper - interval.Lower < room));
    }
}
