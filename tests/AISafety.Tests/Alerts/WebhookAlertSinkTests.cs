using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AISafety.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class WebhookAlertSinkTests
{
    private static readonly byte[] s_secret = "0123456789abcdef0123456789abcdef"u8.ToArray();
    private static readonly Uri s_address = new("https://alerts.example/hook");

    private static readonly SafetyAlert s_alert = new("test.alert", "It is so.", AlertSeverity.High) { Id = "m-1", ConditionId = "m-1", Monitor = "watch" };

    private readonly FakeTimeProvider _clock = new(Gates.Start);

    [Test]
    public async Task Post_is_signed_json_with_the_id_as_idempotency_key()
    {
        Receiver receiver = new(_clock, HttpStatusCode.Accepted);
        using HttpClient client = new(receiver);
        await Sink(client).SendAsync(s_alert, default);

        Request request = receiver.Requests.Single();
        Assert.That(request.ContentType, Is.EqualTo("application/json; charset=utf-8"));
        Assert.That(request.Id, Is.EqualTo("m-1"));
        Assert.That((string?)JsonNode.Parse(request.Body)!["code"], Is.EqualTo("test.alert"));
        Assert.That(WebhookSignature.Verify(s_secret, request.Timestamp, request.Signature, request.Body, timeProvider: _clock), Is.True);
    }

    [TestCase(HttpStatusCode.RequestTimeout)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.InternalServerError)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task Failure_that_may_pass_is_tried_again_later_and_later_with_the_same_id_and_a_new_signature(HttpStatusCode status)
    {
        Receiver receiver = new(_clock, status, status, status, HttpStatusCode.OK);
        using HttpClient client = new(receiver);
        await RunAsync(Sink(client).SendAsync(s_alert, default));

        Request[] requests = [.. receiver.Requests];
        double[] waits = [.. requests.Zip(requests.Skip(1)).Select(pair => (pair.Second.At - pair.First.At).TotalSeconds)];
        Assert.That(requests.Select(request => request.Id), Is.EqualTo(new[] { "m-1", "m-1", "m-1", "m-1" }));
        Assert.That(requests.Select(request => request.Signature).Distinct().Count(), Is.GreaterThan(1));
        Assert.That(waits[0], Is.GreaterThanOrEqualTo(0.5));
        Assert.That(waits[1], Is.GreaterThanOrEqualTo(1));
        Assert.That(waits[2], Is.GreaterThanOrEqualTo(2));
        Assert.That(requests.All(request => WebhookSignature.Verify(s_secret, request.Timestamp, request.Signature, request.Body, TimeSpan.FromDays(1), _clock)), Is.True);
    }

    [TestCase(HttpStatusCode.BadRequest)]
    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.NotFound)]
    public void Failure_that_stays_is_not_tried_again(HttpStatusCode status)
    {
        Receiver receiver = new(_clock, status);
        using HttpClient client = new(receiver);

        Assert.That(async () => await Sink(client).SendAsync(s_alert, default), Throws.InstanceOf<HttpRequestException>().With.Property("StatusCode").EqualTo(status));
        Assert.That(receiver.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void Failure_that_does_not_pass_is_given_up_after_the_retries()
    {
        Receiver receiver = new(_clock, HttpStatusCode.BadGateway);
        using HttpClient client = new(receiver);

        Assert.That(
            async () => await RunAsync(Sink(client, new() { MaxRetries = 2 }).SendAsync(s_alert, default)),
            Throws.InstanceOf<HttpRequestException>().With.Property("StatusCode").EqualTo(HttpStatusCode.BadGateway));
        Assert.That(receiver.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Network_failure_is_tried_again()
    {
        Receiver receiver = new(_clock, 0, HttpStatusCode.OK);
        using HttpClient client = new(receiver);

        await RunAsync(Sink(client).SendAsync(s_alert, default));

        Assert.That(receiver.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Receiver_that_does_not_answer_in_time_is_asked_again()
    {
        Receiver receiver = new(_clock, HttpStatusCode.OK) { HangFirst = true };
        using HttpClient client = new(receiver);

        await RunAsync(Sink(client).SendAsync(s_alert, default));

        Assert.That(receiver.Requests, Has.Count.EqualTo(2));
        Assert.That(receiver.Requests.Last().At - receiver.Requests.First().At, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Retry_after_is_waited_for([Values] bool asDate)
    {
        Receiver receiver = new(_clock, HttpStatusCode.TooManyRequests, HttpStatusCode.OK)
        {
            RetryAfter = asDate ? new(Gates.Start.AddMinutes(5)) : new(TimeSpan.FromMinutes(5)),
        };
        using HttpClient client = new(receiver);

        await RunAsync(Sink(client).SendAsync(s_alert, default));

        Assert.That(receiver.Requests.Last().At, Is.GreaterThanOrEqualTo(Gates.Start.AddMinutes(5)));
    }

    [Test]
    public void Retry_after_that_is_too_long_is_not_waited_for()
    {
        Receiver receiver = new(_clock, HttpStatusCode.ServiceUnavailable) { RetryAfter = new(TimeSpan.FromMinutes(11)) };
        using HttpClient client = new(receiver);

        Assert.That(async () => await Sink(client).SendAsync(s_alert, default), Throws.InstanceOf<HttpRequestException>());
        Assert.That(receiver.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void Cancellation_ends_the_retries()
    {
        using CancellationTokenSource source = new();
        Receiver receiver = new(_clock, HttpStatusCode.BadGateway) { OnRequest = source.Cancel };
        using HttpClient client = new(receiver);

        Assert.That(async () => await RunAsync(Sink(client).SendAsync(s_alert, source.Token)), Throws.InstanceOf<OperationCanceledException>().Or.InstanceOf<HttpRequestException>());
        Assert.That(receiver.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Alert_that_is_not_severe_enough_is_not_posted()
    {
        Receiver receiver = new(_clock, HttpStatusCode.OK);
        using HttpClient client = new(receiver);

        await Sink(client, new() { MinimumSeverity = AlertSeverity.Critical }).SendAsync(s_alert, default);

        Assert.That(receiver.Requests, Is.Empty);
    }

    [Test]
    public void Waits_double_up_to_the_longest_and_are_the_same_for_the_same_seed()
    {
        WebhookAlertOptions options = new() { BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(10), Seed = 7 };
        WebhookRetries one = new(options);
        WebhookRetries other = new(options);
        double[] waits = [.. Enumerable.Range(0, 100).Select(attempt => one.Backoff(attempt).TotalSeconds)];

        for (int attempt = 0; attempt < waits.Length; attempt++)
        {
            double whole = Math.Min(Math.Pow(2, attempt), 10);
            Assert.That(waits[attempt], Is.InRange(whole / 2, whole));
            Assert.That(other.Backoff(attempt).TotalSeconds, Is.EqualTo(waits[attempt]));
        }
    }

    [Test]
    public async Task Alerts_of_a_safe_model_arrive_over_a_real_connection()
    {
        using HttpListener listener = Listen(out Uri address);
        using HttpClient client = new();
        Task<Request> received = ReceiveAsync(listener);
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.UseName("m").AddAlertWebhook(client, address, s_secret));

        await safe.AskAsync(Switchboard.High);

        Request request = await received;
        Assert.That(WebhookSignature.Verify(s_secret, request.Timestamp, request.Signature, request.Body), Is.True);
        Assert.That((string?)JsonNode.Parse(request.Body)!["model"], Is.EqualTo("m"));
        Assert.That((string?)JsonNode.Parse(request.Body)!["id"], Is.EqualTo(request.Id));
        Assert.That(safe.GetAlertStatistics().Sinks.Single(), Is.EqualTo(new AlertSinkStatistics("webhook", 1, 1, 0, 0)));
    }

    [Test]
    public void Address_secret_and_options_are_checked_where_they_are_written()
    {
        using HttpClient client = new();
        WebhookAlertOptions[] wrong =
        [
            new() { Name = " " },
            new() { MaxRetries = 101 },
            new() { BaseDelay = TimeSpan.Zero },
            new() { MaxDelay = TimeSpan.FromMilliseconds(10) },
            new() { MaxRetryAfter = TimeSpan.FromDays(2) },
            new() { AttemptTimeout = TimeSpan.Zero },
        ];

        Assert.That(() => new WebhookAlertSink(client, new("/hook", UriKind.Relative), s_secret), Throws.ArgumentException.With.Message.Contains("absolute"));
        Assert.That(() => new WebhookAlertSink(client, new("ftp://example/hook"), s_secret), Throws.ArgumentException.With.Message.Contains("http"));
        Assert.That(() => new WebhookAlertSink(client, s_address, new byte[15]), Throws.ArgumentException.With.Message.Contains("15 bytes"));
        foreach (WebhookAlertOptions options in wrong)
        {
            Assert.That(() => new WebhookAlertSink(client, s_address, s_secret, options), Throws.ArgumentException.With.Message.StartsWith("WebhookAlertOptions."));
            Assert.That(() => Switchboard.Build(safety => safety.AddAlertWebhook(client, s_address, s_secret, options)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("WebhookAlertOptions."));
        }
    }

    private WebhookAlertSink Sink(HttpClient client, WebhookAlertOptions? options = null) => new(client, s_address, s_secret, options, _clock);

    /// <summary>Lets the time pass that is waited for.</summary>
    private async Task RunAsync(ValueTask sending)
    {
        Task task = sending.AsTask();
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await task;
    }

    private static HttpListener Listen(out Uri address)
    {
        // A port that is free now may be taken a moment later.
        while (true)
        {
            using System.Net.Sockets.TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            HttpListener listener = new();
            address = new($"http://127.0.0.1:{port}/hook/");
            listener.Prefixes.Add(address.ToString());
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private static async Task<Request> ReceiveAsync(HttpListener listener)
    {
        HttpListenerContext context = await listener.GetContextAsync();
        using MemoryStream body = new();
        await context.Request.InputStream.CopyToAsync(body);
        Request request = new(
            context.Request.Headers[WebhookSignature.TimestampHeader],
            context.Request.Headers[WebhookSignature.SignatureHeader],
            context.Request.Headers[WebhookSignature.IdempotencyHeader],
            context.Request.ContentType,
            body.ToArray(),
            default);
        context.Response.StatusCode = 204;
        context.Response.Close();
        return request;
    }

    private sealed record Request(string? Timestamp, string? Signature, string? Id, string? ContentType, byte[] Body, DateTimeOffset At);

    /// <summary>Answers with one status after the other, the last for ever; 0 is no connection.</summary>
    private sealed class Receiver(TimeProvider clock, params HttpStatusCode[] answers) : HttpMessageHandler
    {
        public ConcurrentQueue<Request> Requests { get; } = [];

        public RetryConditionHeaderValue? RetryAfter { get; init; }

        public bool HangFirst { get; init; }

        public Action? OnRequest { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpStatusCode answer = answers[Math.Min(Requests.Count, answers.Length - 1)];
            Requests.Enqueue(new(
                request.Headers.GetValues(WebhookSignature.TimestampHeader).Single(),
                request.Headers.GetValues(WebhookSignature.SignatureHeader).Single(),
                request.Headers.GetValues(WebhookSignature.IdempotencyHeader).Single(),
                $"{request.Content!.Headers.ContentType}",
                await request.Content.ReadAsByteArrayAsync(cancellationToken),
                clock.GetUtcNow()));
            OnRequest?.Invoke();
            if (HangFirst && Requests.Count == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (answer == 0)
            {
                throw new HttpRequestException("No connection.");
            }

            HttpResponseMessage response = new(answer) { Content = new StringContent("", Encoding.UTF8) };
            response.Headers.RetryAfter = RetryAfter;
            return response;
        }
    }
}
