using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>What a gap between groups must keep. An alert is raised when the whole interval of the gap lies beyond it, never for the value alone.</summary>
public sealed record FairnessLimit
{
    private FairnessLimit(FairnessCriterion criterion, double bound, bool isRatio, AlertSeverity severity)
    {
        Criterion = Enum.IsDefined(criterion) ? criterion : throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion.");
        Bound = bound;
        IsRatio = isRatio;
        Severity = severity is >= AlertSeverity.Low and <= AlertSeverity.Critical
            ? severity
            : throw new ArgumentOutOfRangeException(nameof(severity), severity, "Expected Low to Critical.");
    }

    /// <summary>What shall be equal in all groups.</summary>
    public FairnessCriterion Criterion { get; }

    /// <summary>The greatest difference, or the least ratio.</summary>
    public double Bound { get; }

    /// <summary>Whether the ratio of the least to the greatest rate is limited, rather than their difference.</summary>
    public bool IsRatio { get; }

    /// <summary>How bad it is when the limit is crossed.</summary>
    public AlertSeverity Severity { get; }

    /// <summary>Greatest rate less least rate must be at most a number.</summary>
    /// <param name="criterion">What is compared.</param>
    /// <param name="bound">The number: 0 or more, and less than 1 but for treatment equality, which has no upper end.</param>
    /// <param name="severity">Low to Critical; default High.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static FairnessLimit DifferenceAtMost(FairnessCriterion criterion, double bound, AlertSeverity severity = AlertSeverity.High) =>
        bound >= 0 && (bound < 1 || (criterion == FairnessCriterion.TreatmentEquality && double.IsFinite(bound)))
            ? new(criterion, bound, isRatio: false, severity)
            : throw new ArgumentOutOfRangeException(nameof(bound), bound, "Expected 0 or more, and less than 1.");

    /// <summary>Least rate divided by greatest rate must be at least a number.</summary>
    /// <param name="criterion">What is compared.</param>
    /// <param name="bound">The number: more than 0, at most 1.</param>
    /// <param name="severity">Low to Critical; default High.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static FairnessLimit RatioAtLeast(FairnessCriterion criterion, double bound, AlertSeverity severity = AlertSeverity.High) =>
        bound is > 0 and <= 1
            ? new(criterion, bound, isRatio: true, severity)
            : throw new ArgumentOutOfRangeException(nameof(bound), bound, "Expected more than 0 and at most 1.");

    /// <summary>Whether all of the gap's interval lies beyond the limit.</summary>
    internal bool IsCrossedBy(FairnessGap gap) => IsRatio ? gap.Ratio.Interval.Upper < Bound : gap.Difference.Interval.Lower > Bound;
}
