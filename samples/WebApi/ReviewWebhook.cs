using System.Threading.Channels;

namespace WebApi;

/// <summary>What a webhook is told: that a call waits and why, never what was sent.</summary>
public sealed record ReviewNotice(string DecisionId, IReadOnlyList<string> Reasons, DateTimeOffset SubmittedAt);

/// <summary>Tells another system that a call waits for a person, off the caller's path. A notice that cannot be delivered is logged; the item itself stays in the queue.</summary>
internal sealed partial class ReviewWebhook(IHttpClientFactory clients, IConfiguration configuration, ILogger<ReviewWebhook> logger) : BackgroundService
{
    private readonly Channel<ReviewNotice> _notices = Channel.CreateBounded<ReviewNotice>(1000);

    public void Announce(ReviewNotice notice)
    {
        if (configuration["ReviewWebhook:Url"] is { Length: > 0 } && !_notices.Writer.TryWrite(notice))
        {
            NotDelivered(logger, notice.DecisionId, "too many notices wait");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (ReviewNotice notice in _notices.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                using HttpClient client = clients.CreateClient();
                using HttpResponseMessage response = await client.PostAsJsonAsync(configuration["ReviewWebhook:Url"], notice, stoppingToken);
                response.EnsureSuccessStatusCode();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotDelivered(logger, notice.DecisionId, exception.GetType().Name);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The webhook was not told that call {DecisionId} waits for review: {Reason}.")]
    private static partial void NotDelivered(ILogger logger, string decisionId, string reason);
}
