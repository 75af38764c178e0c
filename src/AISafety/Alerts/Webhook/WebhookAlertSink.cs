using System.Globalization;
using System.Net.Http.Headers;
using Polly;

namespace AISafety.Alerts;

/// <summary>Posts alerts as JSON to an address, signed, and again where a failure may pass. Body and headers: docs/concepts/alerts.md.</summary>
/// <remarks>
/// <para>Posted are numbers about the stream of calls, names, and the monitor's message; of an exception its type only.</para>
/// <para>Where the client follows redirects, a redirected post arrives as the redirect says: give one that does not, if the receiver is not yours.</para>
/// </remarks>
public sealed class WebhookAlertSink : IAlertSink
{
    /// <summary>The shortest secret that is taken, in bytes.</summary>
    public const int ShortestSecret = 16;

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly byte[] _secret;
    private readonly WebhookAlertOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ResiliencePipeline<WebhookAnswer> _pipeline;

    /// <summary>Creates the sink.</summary>
    /// <param name="client">Sends the requests; not disposed of.</param>
    /// <param name="address">Where to; absolute, http or https.</param>
    /// <param name="secret">What the receiver knows as well; at least <see cref="ShortestSecret"/> bytes, better 32 random ones. Copied.</param>
    /// <param name="options">How often and how long it is tried; null for the defaults.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="address"/> is null.</exception>
    /// <exception cref="ArgumentException">The address is not one, the secret is too short, or an option is out of range.</exception>
    public WebhookAlertSink(
        HttpClient client, Uri address, ReadOnlySpan<byte> secret, WebhookAlertOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("The address of a webhook is not an absolute one with http or https.", nameof(address));
        }

        WebhookSignature.Require(secret);
        _options = options ?? WebhookAlertOptions.Default;
        _options.Check(OptionCheck.OfArgument(nameof(WebhookAlertOptions)));
        _client = client;
        _address = address;
        _secret = secret.ToArray();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _pipeline = new WebhookRetries(_options).Pipeline(_timeProvider);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The last answer was no success, or there was no connection.</exception>
    public async ValueTask SendAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.Severity < _options.MinimumSeverity)
        {
            return;
        }

        byte[] body = WebhookBody.Of(alert, _options.IncludeHistograms);
        WebhookAnswer answer = await _pipeline.ExecuteAsync(
            static (state, token) => state.Sink.PostAsync(state.Id, state.Body, token), (Sink: this, alert.Id, Body: body), cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw new HttpRequestException($"The webhook '{Name}' answered {(int)answer.Status}.", null, answer.Status);
        }
    }

    /// <summary>One attempt. Each is signed anew, for the receiver takes no old signatures.</summary>
    private async ValueTask<WebhookAnswer> PostAsync(string id, byte[] body, CancellationToken cancellationToken)
    {
        string timestamp = _timeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(_secret, timestamp, body));
        request.Headers.Add(WebhookSignature.IdempotencyHeader, id);
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return new(response.StatusCode, Wait(response.Headers.RetryAfter));
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date - _timeProvider.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
