namespace AISafety.Alerts;

/// <summary>How a webhook is called and called again.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record WebhookAlertOptions
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>The defaults.</summary>
    public static WebhookAlertOptions Default { get; } = new();

    /// <summary>The sink's name in metrics, logs and statistics; not blank; default <c>webhook</c>. Two webhooks of one safe model need two names.</summary>
    public string Name { get; init; } = "webhook";

    /// <summary>Alerts less severe than this are not posted; default <see cref="AlertSeverity.Low"/>. What is posted when it comes up is posted when it is over.</summary>
    public AlertSeverity MinimumSeverity { get; init; } = AlertSeverity.Low;

    /// <summary>How often an alert is posted again after a failure that may pass: 408, 429, 5xx, no answer in time, no connection. 0 to 100; default 5.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The wait before the first retry; it doubles with each, and a random part of up to half is taken off. 1 ms to 1 day; default 1 second.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts, where the receiver does not ask for one. <see cref="BaseDelay"/> to 1 day; default 1 minute.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that the receiver may ask for by Retry-After; if it asks for more, the alert is given up. Zero to 1 day; default 10 minutes.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one attempt may take. 10 ms to 1 day; default 10 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the histograms of drivers are posted. Default: false, for their labels are values that inputs have.</summary>
    public bool IncludeHistograms { get; init; }

    /// <summary>The seed of the random part of the waits; null (default) for one that no other process has.</summary>
    public int? Seed { get; init; }

    internal void Check(OptionCheck check)
    {
        check.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), "blank", "a short stable name in lower case, such as 'webhook'");
        check.Range(nameof(MinimumSeverity), MinimumSeverity, AlertSeverity.None, AlertSeverity.Critical);
        check.Range(nameof(MaxRetries), MaxRetries, 0, 100);
        check.Range(nameof(BaseDelay), BaseDelay, TimeSpan.FromMilliseconds(1), s_day);
        check.Range(nameof(MaxDelay), MaxDelay, BaseDelay, s_day);
        check.Range(nameof(MaxRetryAfter), MaxRetryAfter, TimeSpan.Zero, s_day);
        check.Range(nameof(AttemptTimeout), AttemptTimeout, TimeSpan.FromMilliseconds(10), s_day);
    }
}
