using System.Globalization;
using AISafety.Alerts;
using AISafety.Telemetry;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class AlertDeskTests
{
    [Test]
    public async Task Monitors_that_raise_and_clear_at_once_leave_every_sink_the_same_true_story()
    {
        Switchboard.Sink one = new(name: "one");
        Switchboard.Sink other = new(async (_, _) => await Task.Yield(), "other");
        AlertBreaker breaker = new();
        await using AlertDesk desk = new(
            new() { QueueCapacity = 65_536, FlapWindow = TimeSpan.Zero },
            [(one, "one"), (other, "other")],
            [(_ => true, breaker)],
            [],
            TimeProvider.System,
            new("m", SafetyMeter.Process, SafetyLog.None),
            nonce: 1);

        Parallel.For(0, 4, thread =>
        {
            Random random = new(thread);
            for (int i = 0; i < 2_000; i++)
            {
                // Two monitors to a condition, so that they meet.
                AlertKey key = new($"monitor {thread / 2}", $"code {random.Next(3)}", null, null);
                if (random.Next(3) == 0)
                {
                    desk.Raise(new SafetyAlert(key.Code, "It is so.", (AlertSeverity)random.Next(1, 5)) { Monitor = key.Monitor });
                }
                else
                {
                    desk.Clear(key);
                }
            }
        });
        await desk.FlushAsync(TimeSpan.FromDays(1), default);

        AlertStatistics statistics = desk.Statistics;
        SafetyAlert[] sent = [.. one.Sent];
        Assert.That(sent.Select(alert => long.Parse(alert.Id.Split('-')[1], CultureInfo.InvariantCulture)), Is.EqualTo(Enumerable.Range(1, sent.Length)));
        Assert.That(other.Sent, Is.EqualTo(sent));
        Assert.That(statistics.Raised, Is.EqualTo(statistics.Sent + statistics.Folded));
        Assert.That(statistics.Sent + statistics.Resolved, Is.EqualTo(sent.Length));
        Assert.That(statistics.Resolved, Is.GreaterThan(100));
        Assert.That(sent.GroupBy(AlertKey.Of).Select(condition => condition.Last()).Count(last => last.State != AlertState.Resolved), Is.EqualTo(statistics.Open));
        Assert.That(breaker.IsOpen, Is.EqualTo(statistics.Open > 0));
    }

    [Test]
    public async Task Action_follows_conditions_that_end_while_it_is_busy()
    {
        AlertBreaker breaker = new();
        await using AlertDesk desk = new(new() { ClearReports = 1, FlapWindow = TimeSpan.Zero }, [], [(_ => true, breaker)], [], TimeProvider.System, new("m", SafetyMeter.Process, SafetyLog.None), nonce: 1);
        AlertKey key = new("watch", "c", null, null);
        for (int i = 0; i < 1_001; i++)
        {
            desk.Raise(new SafetyAlert("c", "It is so.", AlertSeverity.High) { Monitor = "watch" });
            desk.Clear(key);
        }

        await desk.FlushAsync(TimeSpan.FromDays(1), default);
        Assert.That(breaker.IsOpen, Is.False);
        desk.Raise(new SafetyAlert("c", "It is so.", AlertSeverity.High) { Monitor = "watch" });
        await desk.FlushAsync(TimeSpan.FromDays(1), default);

        Assert.That(breaker.IsOpen, Is.True);
    }

    [Test]
    public async Task Raise_and_Clear_after_the_close_are_ignored()
    {
        List<SafetyAlert> handled = [];
        Switchboard.Sink sink = new();
        AlertDesk desk = new(new() { ClearReports = 1 }, [(sink, "sink")], [], [alert => { handled.Add(alert); return null; }], TimeProvider.System, new("m", SafetyMeter.Process, SafetyLog.None), nonce: 1);
        desk.Raise(new SafetyAlert("c", "It is so.", AlertSeverity.High) { Monitor = "watch" });
        await desk.CloseAsync(TimeSpan.FromDays(1));

        desk.Raise(new SafetyAlert("d", "It is so.", AlertSeverity.High) { Monitor = "watch" });
        desk.Clear(new("watch", "c", null, null));

        Assert.That(handled.Select(alert => (alert.Code, alert.State)), Is.EqualTo(new[] { ("c", AlertState.Raised) }));
        Assert.That(sink.Sent, Is.EqualTo(handled));
        Assert.That((desk.Statistics.Raised, desk.Open.Length), Is.EqualTo((1L, 1)));
    }
}
