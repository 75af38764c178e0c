using System.Net;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AISafety.Alerts;

/// <summary>When a webhook is called again, and how long is waited before.</summary>
internal sealed class WebhookRetries(WebhookAlertOptions options)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>Retries around a time limit for each attempt.</summary>
    public ResiliencePipeline<WebhookAnswer> Pipeline(TimeProvider timeProvider)
    {
        ResiliencePipelineBuilder<WebhookAnswer> builder = new() { TimeProvider = timeProvider };
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<WebhookAnswer>
            {
                MaxRetryAttempts = options.MaxRetries,
                ShouldHandle = arguments => new(ShouldRetry(arguments.Outcome, arguments.Context.CancellationToken)),
                DelayGenerator = arguments => new(arguments.Outcome.Result.RetryAfter ?? Backoff(arguments.AttemptNumber)),
            });
        }

        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout }).Build();
    }

    /// <summary>Doubles with each attempt; a random part of up to half is taken off, so that many who failed together do not come back together.</summary>
    public TimeSpan Backoff(int attempt)
    {
        double whole = Math.Min(options.BaseDelay.TotalMilliseconds * Math.Pow(2, attempt), options.MaxDelay.TotalMilliseconds);
        lock (_gate)
        {
            return TimeSpan.FromMilliseconds(whole * (1 - (_random.NextDouble() / 2)));
        }
    }

    private bool ShouldRetry(Outcome<WebhookAnswer> outcome, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        // The client's own time limit shows as a cancellation that nobody asked for.
        return outcome.Exception is { } exception
            ? exception is HttpRequestException or IOException or TimeoutRejectedException or OperationCanceledException
            : MayPass(outcome.Result.Status) && !(outcome.Result.RetryAfter > options.MaxRetryAfter);
    }

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="RetryAfter">How long it asks to wait, zero or more; null if it does not.</param>
internal readonly record struct WebhookAnswer(HttpStatusCode Status, TimeSpan? RetryAfter)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
