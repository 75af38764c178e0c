using System.Text.Json;
using System.Text.Json.Serialization;

namespace AISafety.Alerts;

/// <summary>What a webhook posts: docs/concepts/alerts.md. Names and meanings do not change; fields may be added.</summary>
internal sealed record WebhookBody(
    string Schema,
    string Id,
    string ConditionId,
    string State,
    int Severity,
    string Model,
    string Monitor,
    string Code,
    string? Feature,
    string? Metric,
    double? Value,
    double? Threshold,
    string Message,
    string? SuggestedAction,
    DateTimeOffset RaisedAt,
    DateTimeOffset OpenedAt,
    DateTimeOffset? Since,
    double DurationSeconds,
    long Raises,
    bool IsFlapping,
    string? Resolution,
    string? Exception,
    IReadOnlyList<WebhookDriver> Drivers)
{
    public const string Version = "aisafety.alert/1";

    /// <summary>A model may have thousands of features; a pager has one screen.</summary>
    public const int MostDrivers = 20;

    public static byte[] Of(SafetyAlert alert, bool includeHistograms) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookBody(
            Version,
            alert.Id,
            alert.ConditionId,
            Text(alert.State),
            (int)alert.Severity,
            alert.Model,
            alert.Monitor,
            alert.Code,
            alert.Feature,
            alert.Metric,
            Number(alert.Value),
            Number(alert.Threshold),
            alert.Message,
            alert.SuggestedAction,
            alert.RaisedAt,
            alert.OpenedAt,
            alert.Since,
            alert.Duration.TotalSeconds,
            alert.Raises,
            alert.IsFlapping,
            alert.Resolution == AlertResolution.None ? null : Text(alert.Resolution),
            alert.Exception?.GetType().Name,
            [.. alert.Drivers.Take(MostDrivers).Select(driver => WebhookDriver.Of(driver, includeHistograms))]),
        WebhookJson.Default.WebhookBody);

    /// <summary>JSON has no numbers that are none.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? value : null;

    private static string Text<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

internal sealed record WebhookDriver(string Name, string Metric, double? Value, double? Threshold, WebhookHistograms? Histograms)
{
    public static WebhookDriver Of(AlertDriver driver, bool includeHistograms) => new(
        driver.Name,
        driver.Metric,
        WebhookBody.Number(driver.Value),
        WebhookBody.Number(driver.Threshold),
        includeHistograms && driver.Histograms is { } pair
            ? new(pair.Labels, [.. pair.Reference.Select(WebhookBody.Number)], [.. pair.Current.Select(WebhookBody.Number)])
            : null);
}

internal sealed record WebhookHistograms(IReadOnlyList<string> Labels, IReadOnlyList<double?> Reference, IReadOnlyList<double?> Current);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
