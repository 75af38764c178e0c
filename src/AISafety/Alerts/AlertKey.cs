namespace AISafety.Alerts;

/// <summary>What tells one condition from another.</summary>
internal readonly record struct AlertKey(string Monitor, string Code, string? Feature, string? Metric)
{
    public static AlertKey Of(SafetyAlert alert) => new(alert.Monitor, alert.Code, alert.Feature, alert.Metric);
}
