namespace AISafety.DataQuality;

/// <summary>What is there or not there: a check, of a feature or source, by a metric.</summary>
internal readonly record struct QualityCondition(DataQualityCheck Check, string? Feature, string Metric)
{
    public static QualityCondition Of(DataQualityFinding finding) => new(finding.Check, finding.Feature, finding.Metric);
}
