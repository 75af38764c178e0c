using AISafety.Alerts;

namespace AISafety;

/// <summary>Adds what alerts set off.</summary>
public static class AlertExtensions
{
    /// <summary>Denies calls with <c>alert.open</c> while a condition is there, so that the fallback chain answers. Admission guard <c>alert-breaker</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="when">For which conditions, such as <c>alert => alert.Severity >= AlertSeverity.Critical</c>.</param>
    /// <param name="breaker">The breaker, for one who wants to look at it or reset it; null (default) makes one at each Build.</param>
    /// <param name="options">How the engine treats the guard; in <see cref="GuardMode.ReportOnly"/> calls are only marked.</param>
    /// <remarks>Calls that are denied have no answer of the model, and what a fallback answers is left out by all that watch the model, so that a condition about these is then neither raised nor cleared. After <see cref="AlertOptions.ResolveAfter"/> the model is tried
    /// with <see cref="AlertBreaker.TrialCalls"/> calls, whatever the alert says of its own end.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="when"/> is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddAlertBreaker<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Func<SafetyAlert, bool> when, AlertBreaker? breaker = null, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(when);
        object key = new();
        return builder
            .AddAdmissionGuard(build => new AlertBreakerGuard<TIn>(Of(build), builder.AlertOptions.ResolveAfter, build), options)
            .OnAlert(when, Of);

        AlertBreaker Of(BuildContext<TIn> build) => breaker ?? build.Shared(key, static () => new AlertBreaker());
    }

    /// <summary>Posts alerts as signed JSON to an address: <see cref="WebhookAlertSink"/>, by the builder's clock.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="client">Sends the requests; not disposed of.</param>
    /// <param name="address">Where to; absolute, http or https.</param>
    /// <param name="secret">What the receiver knows as well; at least 16 bytes.</param>
    /// <param name="options">How often and how long it is tried; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">An argument without a default is null.</exception>
    /// <exception cref="ArgumentException">The address is not one, or the secret is too short.</exception>
    /// <exception cref="SafetyBuildException">An option is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddAlertWebhook<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, HttpClient client, Uri address, byte[] secret, WebhookAlertOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(secret);

        // What is wrong is refused here, where it was written.
        options?.Check(OptionCheck.OfBuilder(nameof(AddAlertWebhook), nameof(WebhookAlertOptions)));
        _ = new WebhookAlertSink(client, address, secret, options);
        return builder.AddAlertSink(build => new WebhookAlertSink(client, address, secret, options, build.TimeProvider));
    }
}
