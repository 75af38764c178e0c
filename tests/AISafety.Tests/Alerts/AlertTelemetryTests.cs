using System.Net;
using AISafety.Telemetry;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using static AISafety.Tests.Alerts.Switchboard;

namespace AISafety.Tests.Alerts;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AlertTelemetryTests : IDisposable
{
    private readonly Watched _watched = new();
    private readonly FakeLogCollector _logged = new();

    public void Dispose() => _watched.Dispose();

    private SafeModel<int, string> Watch(Action<SafetyBuilder<int, string>> configure) => Build(safety =>
    {
        safety.UseName("m").UseMetrics(_watched.Meters).UseLogging(new Loggers(_logged));
        configure(safety);
    });

    [Test]
    public async Task Alerts_are_counted_as_sent_folded_and_resolved()
    {
        using MetricCollector<long> sent = _watched.Collect<long>("aisafety.alerts");
        using MetricCollector<long> folded = _watched.Collect<long>("aisafety.alerts.folded");
        using MetricCollector<long> resolved = _watched.Collect<long>("aisafety.alerts.resolved");
        await using SafeModel<int, string> safe = Watch(_ => { });

        await safe.AskAsync(High, High, Critical, Clear, Clear, Clear);

        Assert.That(Watched.Texts(sent), Is.EqualTo(new[] { "code=test.alert model=m monitor=watch severity=high: 1", "code=test.alert model=m monitor=watch severity=critical: 1" }));
        Assert.That(Watched.Texts(folded), Is.EqualTo(new[] { "code=test.alert model=m monitor=watch severity=high: 1" }));
        Assert.That(Watched.Texts(resolved), Is.EqualTo(new[] { "code=test.alert model=m monitor=watch severity=critical: 1" }));
    }

    [Test]
    public async Task Open_conditions_and_alerts_that_a_sink_lost_are_observed()
    {
        using MetricCollector<long> open = _watched.Collect<long>("aisafety.alerts.open");
        using MetricCollector<long> failed = _watched.Collect<long>("aisafety.alerts.failed");
        using MetricCollector<long> dropped = _watched.Collect<long>("aisafety.alerts.dropped");
        await using SafeModel<int, string> safe = Watch(safety => safety.AddAlertSink(new Sink((_, _) => throw new InvalidOperationException("secret"))));
        await safe.AskAsync(High);

        open.RecordObservableInstruments();
        failed.RecordObservableInstruments();
        dropped.RecordObservableInstruments();

        Assert.That(Watched.Texts(open), Is.EqualTo(new[] { "model=m: 1" }));
        Assert.That(Watched.Texts(failed), Is.EqualTo(new[] { "model=m sink=sink: 1" }));
        Assert.That(Watched.Texts(dropped), Is.EqualTo(new[] { "model=m sink=sink: 0" }));
    }

    [Test]
    public async Task Alert_and_its_end_are_logged_with_what_was_measured()
    {
        await using SafeModel<int, string> safe = Watch(_ => { });

        await safe.AskAsync(High, Clear, Clear, Clear);

        Assert.That(_logged.GetSnapshot()[0].Message, Is.EqualTo("Model m: monitor watch: test.alert (High, Raised): It is so. Feature none, metric ks, value 0.3, threshold 0.2."));
        Assert.That((_logged.LatestRecord.Id.Id, _logged.LatestRecord.Level), Is.EqualTo((15, LogLevel.Information)));
        Assert.That(_logged.LatestRecord.Message, Does.StartWith("Model m: monitor watch: test.alert (High) is over (Cleared): Over after "));
    }

    [Test]
    public async Task Sinks_and_actions_that_fail_are_logged_by_the_type_of_what_they_throw()
    {
        await using SafeModel<int, string> safe = Watch(safety => safety
            .AddAlertSink(new Sink((_, _) => throw new InvalidOperationException("secret")))
            .OnAlert(_ => true, new Switchboard.Action(_ => throw new InvalidDataException("secret"))));

        await safe.AskAsync(High);

        Assert.That(_logged.GetSnapshot().Where(record => record.Id.Id >= 16).OrderBy(record => record.Id.Id).Select(record => $"{record.Id.Id} {record.Message}"), Is.EqualTo(new[]
        {
            "16 Model m: sink sink failed to send alert test.alert (InvalidOperationException).",
            "18 Model m: action Action on alert test.alert failed (InvalidDataException).",
        }));
    }

    [Test]
    public async Task Status_that_a_receiver_answered_is_logged()
    {
        await using SafeModel<int, string> safe = Watch(safety => safety
            .AddAlertSink(new Sink((_, _) => throw new HttpRequestException("secret", null, HttpStatusCode.Unauthorized))));

        await safe.AskAsync(High);

        Assert.That(
            _logged.GetSnapshot().Single(record => record.Id.Id == 16).Message,
            Is.EqualTo("Model m: sink sink failed to send alert test.alert (HttpRequestException 401)."));
    }

    [Test]
    public async Task Sink_that_does_not_keep_up_is_logged_once()
    {
        Sink stuck = new((_, token) => new(Task.Delay(Timeout.Infinite, token)));
        SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseLogging(new Loggers(_logged))
            .UseRecording(new() { DrainTimeout = TimeSpan.FromMilliseconds(20) })
            .UseAlerts(new() { QueueCapacity = 1 })
            .AddAlertSink(stuck)
            .AddMonitor(new Scripted.Monitor("watch", (_, context) =>
            {
                for (int i = 0; i < 10; i++)
                {
                    context.Raise(new($"test.{i}", "It is so.", AlertSeverity.Low));
                }
            })));
        await safe.AskAsync(1);

        Assert.That(_logged.GetSnapshot().Count(record => record.Id.Id == 17), Is.EqualTo(1));
        await safe.DisposeAsync();
    }

    private sealed class Loggers(FakeLogCollector collector) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => new FakeLogger(collector, categoryName);

        public void Dispose()
        {
        }
    }

    [Test]
    public async Task Calls_that_a_condition_holds_back_are_counted()
    {
        using MetricCollector<long> denied = _watched.Collect<long>(SafetyTelemetry.AdmissionDenied);
        await using SafeModel<int, string> safe = Watch(safety => safety.AddAlertBreaker(_ => true).AddFallback("careful"));

        await safe.AskAsync(High);
        await safe.AskAsync(Nothing, Nothing);

        Assert.That(Watched.Texts(denied), Is.EqualTo(new[] { "code=alert.open guard=alert-breaker model=m: 1", "code=alert.open guard=alert-breaker model=m: 1" }));
    }

    [Test]
    public async Task Calls_that_a_condition_holds_back_at_the_circuit_are_counted_once()
    {
        using MetricCollector<long> denied = _watched.Collect<long>(SafetyTelemetry.AdmissionDenied);
        await using SafeModel<int, string> safe = Watch(safety => safety.AddCircuitBreaker(new() { When = _ => true }).AddFallback("careful"));

        await safe.AskAsync(High);
        await safe.AskAsync(Nothing);

        Assert.That(Watched.Texts(denied), Is.EqualTo(new[] { "code=circuit.open guard=circuit-breaker model=m: 1" }));
    }
}
