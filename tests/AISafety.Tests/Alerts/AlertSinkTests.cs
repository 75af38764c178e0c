using AISafety.Alerts;
using AISafety.Tests.Support;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static AISafety.Tests.Alerts.Switchboard;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class AlertSinkTests
{
    [Test]
    public async Task Sink_and_handler_get_what_passes_the_gate_in_order()
    {
        Sink sink = new();
        List<SafetyAlert> handled = [];
        await using SafeModel<int, string> safe = Build(safety => safety.UseName("m").AddAlertSink(sink).OnAlert(handled.Add));

        await safe.AskAsync(High, High, Critical, Clear, Clear, Clear);

        Assert.That(sink.Sent.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Updated, AlertState.Resolved }));
        Assert.That(handled, Is.EqualTo(sink.Sent));
        Assert.That(sink.Sent.Select(alert => alert.Model).Distinct(), Is.EqualTo(new[] { "m" }));
        AlertStatistics statistics = safe.GetAlertStatistics();
        Assert.That((statistics.Raised, statistics.Sent, statistics.Folded, statistics.Resolved, statistics.Open), Is.EqualTo((3, 2, 1, 1, 0)));
        Assert.That(statistics.Sinks.Single(), Is.EqualTo(new AlertSinkStatistics("sink", 3, 3, 0, 0)));
    }

    [Test]
    public async Task GetOpenAlerts_are_those_that_are_not_over()
    {
        await using SafeModel<int, string> safe = Build(_ => { });

        await safe.AskAsync(Critical, High);
        SafetyAlert open = safe.GetOpenAlerts().Single();
        Assert.That((open.Code, open.Monitor, open.Severity, open.Raises), Is.EqualTo(("test.alert", "watch", AlertSeverity.Critical, 2)));
        Assert.That((open.Id.Length > 0, open.Id), Is.EqualTo((true, open.ConditionId)));
        await safe.AskAsync(Clear, Clear, Clear);

        Assert.That(safe.GetOpenAlerts(), Is.Empty);
    }

    [Test]
    public async Task Handler_that_waits_and_then_throws_is_logged()
    {
        FakeLogCollector? logged = null;
        TaskCompletionSource told = new();
        logged = new(Options.Create(new FakeLogCollectorOptions
        {
            OutputSink = _ =>
            {
                if (logged!.GetSnapshot().Any(static record => record.Id.Id == 10))
                {
                    told.TrySetResult();
                }
            },
        }));
        TaskCompletionSource go = new();
        await using SafeModel<int, string> safe = Build(safety => safety
            .UseLogging(new Microsoft.Extensions.Logging.LoggerFactory([new FakeLoggerProvider(logged)]))
            .OnAlert(async _ =>
            {
                await go.Task;
                throw new IOException("secret");
            }));

        await safe.AskAsync(High);
        Assert.That(logged.GetSnapshot().Select(record => record.Id.Id), Has.None.EqualTo(10));
        go.SetResult();
        await told.Task;

        Assert.That(logged.GetSnapshot().Single(record => record.Id.Id == 10).Message, Does.Contain("IOException").And.Not.Contains("secret"));
    }

    [Test]
    public async Task Timer_ends_a_condition_that_nobody_raises()
    {
        FakeTimeProvider clock = new();
        Sink sink = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseTimeProvider(clock).AddAlertSink(sink));
        await safe.AskAsync(High);

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(safe.GetOpenAlerts(), Has.Count.EqualTo(1));
        clock.Advance(TimeSpan.FromMinutes(1));
        await safe.FlushAsync();

        Assert.That(safe.GetOpenAlerts(), Is.Empty);
        Assert.That(sink.Sent.Last().Resolution, Is.EqualTo(AlertResolution.Quiet));
    }

    [Test]
    public async Task Sink_that_is_stuck_holds_up_nobody_and_loses_its_oldest_alerts_which_are_counted()
    {
        TaskCompletionSource release = new();
        TaskCompletionSource<SafetyAlert> arrived = new();
        Sink stuck = new((alert, _) =>
        {
            arrived.TrySetResult(alert);
            return new(release.Task);
        }, "stuck");
        Sink live = new(name: "live");
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .UseAlerts(new() { QueueCapacity = 2 })
            .AddAlertSink(stuck)
            .AddAlertSink(live)
            .AddMonitor(new Scripted.Monitor("watch", (_, context) =>
            {
                context.Raise(new("first", "It is so.", AlertSeverity.Low));
                arrived.Task.Wait();
                for (int i = 0; i < 5; i++)
                {
                    context.Raise(new($"next.{i}", "It is so.", AlertSeverity.Low));
                }
            })));

        await safe.EvaluateAsync(1);
        await safe.FlushAsync();
        AlertSinkStatistics behind = safe.GetAlertStatistics().Sinks[0];
        Assert.That((behind.Sent, behind.Dropped, behind.Pending), Is.EqualTo((6, 3, 3)));

        release.SetResult();
        SpinWait.SpinUntil(() => safe.GetAlertStatistics().Sinks.All(sink => sink.Pending == 0));
        Assert.That(stuck.Sent.Select(alert => alert.Code), Is.EqualTo(new[] { "first", "next.3", "next.4" }));
        Assert.That(live.Sent.Count + safe.GetAlertStatistics().Sinks[1].Dropped, Is.EqualTo(6));
    }

    [Test]
    public async Task DisposeAsync_counts_what_a_stuck_sink_has_not_taken_as_dropped_and_cancels_it()
    {
        TaskCompletionSource cancelled = new();
        TaskCompletionSource arrived = new();
        Sink stuck = new(async (_, token) =>
        {
            token.Register(cancelled.SetResult);
            arrived.SetResult();
            await cancelled.Task;
        });
        SafeModel<int, string> safe = Build(safety => safety.UseRecording(new() { DrainTimeout = TimeSpan.FromMilliseconds(50) }).AddAlertSink(stuck));
        await safe.AskAsync(High, Critical);
        await arrived.Task;

        await safe.DisposeAsync();
        await cancelled.Task;

        Assert.That(safe.GetAlertStatistics().Sinks.Single(), Is.EqualTo(new AlertSinkStatistics("sink", 2, 0, 0, 2)));
    }

    [Test]
    public async Task DisposeAsync_sends_what_monitors_find_in_the_last_rows()
    {
        Sink sink = new();
        SafeModel<int, string> safe = Build(safety => safety.AddAlertSink(sink));
        await safe.EvaluateAsync(High);

        await safe.DisposeAsync();

        Assert.That(sink.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Sink_that_throws_is_counted_and_goes_on()
    {
        Sink sink = new((alert, _) => alert.State == AlertState.Raised ? throw new InvalidOperationException() : default);
        await using SafeModel<int, string> safe = Build(safety => safety.AddAlertSink(sink));

        await safe.AskAsync(High, Critical);

        Assert.That(safe.GetAlertStatistics().Sinks.Single(), Is.EqualTo(new AlertSinkStatistics("sink", 2, 1, 1, 0)));
    }

    [Test]
    public void Build_refuses_sinks_of_one_name_without_a_name_and_that_are_null()
    {
        Assert.That(() => Build(safety => safety.AddAlertSink(new Sink()).AddAlertSink(new Sink())), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'sink'"));
        Assert.That(() => Build(safety => safety.AddAlertSink(new Sink(name: " "))), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("has no name"));
        Assert.That(() => Build(safety => safety.AddAlertSink(_ => null!)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("returned null"));
    }

    [Test]
    public async Task Monitor_that_works_again_is_no_longer_failed()
    {
        Sink sink = new();
        int blocks = 0;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAlertSink(sink)
            .AddMonitor(new Scripted.Monitor("fragile", (_, _) =>
            {
                if (blocks++ < 2)
                {
                    throw new InvalidDataException("secret");
                }
            })));
        for (int i = 0; i < 5; i++)
        {
            await safe.AskAsync(1);
        }

        Assert.That(sink.Sent.Select(alert => $"{alert.State} {alert.Code} {alert.Raises}"), Is.EqualTo(new[] { "Raised monitor.failed 1", "Resolved monitor.failed 2" }));
    }

    [Test]
    public async Task ChannelAlertSink_gives_alerts_to_its_reader_and_counts_those_that_nobody_reads()
    {
        ChannelAlertSink sink = new(capacity: 2);
        await using (SafeModel<int, string> safe = Build(safety => safety.AddAlertSink(sink)))
        {
            await safe.AskAsync(High, Critical, Clear, Clear, Clear);
        }

        sink.Complete();
        List<AlertState> read = [];
        await foreach (SafetyAlert alert in sink.Reader.ReadAllAsync())
        {
            read.Add(alert.State);
        }

        Assert.That(read, Is.EqualTo(new[] { AlertState.Updated, AlertState.Resolved }));
        Assert.That(sink.Dropped, Is.EqualTo(1));
        Assert.That(() => new ChannelAlertSink(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
