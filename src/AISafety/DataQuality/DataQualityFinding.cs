namespace AISafety;

/// <summary>One thing that is wrong with the data.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Feature">The feature, pair of features or source concerned; null if it is the rows as a whole.</param>
/// <param name="Metric">What was measured, such as <c>missing-share</c>.</param>
/// <param name="Value">The statistic.</param>
/// <param name="Threshold">What it was expected to be at most, or at least: the reference's share with the tolerance, or the limit.</param>
/// <param name="Message">One sentence for a person, without any input value.</param>
public sealed record DataQualityFinding(DataQualityCheck Check, string? Feature, string Metric, double Value, double Threshold, string Message)
{
    /// <summary>The probability of as much, or a bound of it, if nothing has changed; NaN for a fixed limit.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>The level that the p-value was compared with; NaN for a fixed limit.</summary>
    public double Level { get; init; } = double.NaN;

    /// <summary>The stable code of the alert: <c>quality.</c> and the check's name.</summary>
    public string Code => CodeOf(Check);

    internal static string CodeOf(DataQualityCheck check) => $"quality.{NameOf(check)}";

    internal static string NameOf(DataQualityCheck check) => check switch
    {
        DataQualityCheck.Missing => "missing",
        DataQualityCheck.Unseen => "unseen",
        DataQualityCheck.Range => "range",
        DataQualityCheck.Constant => "constant",
        DataQualityCheck.Stuck => "stuck",
        DataQualityCheck.Duplicates => "duplicates",
        DataQualityCheck.Unit => "unit",
        DataQualityCheck.Type => "type",
        DataQualityCheck.Correlation => "correlation",
        DataQualityCheck.Volume => "volume",
        _ => "stale",
    };
}
