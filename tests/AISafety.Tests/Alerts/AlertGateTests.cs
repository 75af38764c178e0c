using AISafety.Alerts;

namespace AISafety.Tests.Alerts;

/// <summary>The state machine of docs/concepts/alerts.md, row by row.</summary>
[TestFixture]
public sealed class AlertGateTests
{
    [Test]
    public void Raise_of_an_open_condition_is_counted_and_not_sent()
    {
        Gates gates = new();

        Assert.That(gates.Raise(0), Is.True);
        Assert.That(gates.Raise(1), Is.False);
        Assert.That(gates.Raise(2, AlertSeverity.Low), Is.False);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0" }));
        Assert.That(gates.Gate.Current.Single().Raises, Is.EqualTo(3));
        Assert.That(gates.Gate.Current.Single().Severity, Is.EqualTo(AlertSeverity.Medium));
    }

    [Test]
    public void Raise_that_is_worse_than_all_before_is_sent_as_an_update()
    {
        Gates gates = new();

        gates.Raise(0, AlertSeverity.Low);
        gates.Raise(1, AlertSeverity.High);
        gates.Raise(2, AlertSeverity.Low);
        gates.Raise(3, AlertSeverity.High);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0", "Updated c 1" }));
        Assert.That(gates.Sent[1].ConditionId, Is.EqualTo(gates.Sent[0].Id));
        Assert.That(gates.Sent[1].Id, Is.Not.EqualTo(gates.Sent[0].Id));
        Assert.That(gates.Sent[1].OpenedAt, Is.EqualTo(Gates.Start));
    }

    [Test]
    public void Raise_long_after_the_last_one_sent_is_a_reminder_with_the_worst_severity()
    {
        Gates gates = new(new() { RepeatAfter = TimeSpan.FromMinutes(30) });

        gates.Raise(0, AlertSeverity.High);
        gates.Raise(29);
        gates.Raise(30, AlertSeverity.Low);
        gates.Raise(59);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0", "Reminder c 30" }));
        Assert.That(gates.Sent[1].Severity, Is.EqualTo(AlertSeverity.High));
    }

    [Test]
    public void Clear_ends_a_condition_after_three_in_a_row()
    {
        Gates gates = new();

        gates.Raise(0);
        gates.Clear(1);
        gates.Clear(2);
        gates.Raise(3);
        gates.Clear(4);
        gates.Clear(5);
        Assert.That(gates.Gate.Open, Is.EqualTo(1));
        gates.Clear(6);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0", "Resolved c 6" }));
        SafetyAlert end = gates.Sent[1];
        Assert.That(end.Resolution, Is.EqualTo(AlertResolution.Cleared));
        Assert.That(end.Raises, Is.EqualTo(2));
        Assert.That(end.Duration, Is.EqualTo(TimeSpan.FromMinutes(6)));
        Assert.That(end.ConditionId, Is.EqualTo(gates.Sent[0].Id));
        Assert.That(end.Message, Is.EqualTo("Over after 00:06:00, raised 2 times: It is so."));
        Assert.That(gates.Gate.Open, Is.Zero);
    }

    [Test]
    public void Clear_of_what_is_not_there_does_nothing()
    {
        Gates gates = new();

        gates.Clear3(0);
        gates.Raise(1);
        gates.Clear3(2);
        gates.Clear3(3);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 1", "Resolved c 2" }));
    }

    [Test]
    public void Condition_that_nobody_raises_is_over_when_its_time_has_come_whoever_looks_when()
    {
        Gates gates = new();

        gates.Raise(0);
        gates.Raise(10);
        gates.Sweep(69);
        Assert.That(gates.Sent, Has.Count.EqualTo(1));
        gates.Sweep(200);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0", "Resolved c 70" }));
        Assert.That(gates.Sent[1].Resolution, Is.EqualTo(AlertResolution.Quiet));
    }

    [Test]
    public void Raise_after_the_quiet_time_opens_anew_even_if_no_timer_has_fired()
    {
        Gates gates = new();

        gates.Raise(0);
        gates.Raise(80);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0", "Resolved c 60", "Raised c 80" }));
        Assert.That(gates.Sent[2].ConditionId, Is.EqualTo(gates.Sent[2].Id));
        Assert.That(gates.Sent[2].Raises, Is.EqualTo(1));
    }

    [Test]
    public void Monitor_that_judges_seldom_says_how_long_quiet_means_nothing()
    {
        Gates gates = new();

        gates.Raise(0, code: "daily", resolveAfter: TimeSpan.FromDays(2));
        gates.Raise(0, code: "never", resolveAfter: Timeout.InfiniteTimeSpan);
        gates.Sweep(60 * 24);
        Assert.That(gates.Gate.Open, Is.EqualTo(2));
        gates.Sweep(60 * 24 * 300);

        Assert.That(gates.Gate.Current.Single().Code, Is.EqualTo("never"));
    }

    [Test]
    public void Raise_soon_after_the_end_is_flapping_and_holds_until_it_is_quiet()
    {
        Gates gates = new();

        gates.Raise(0);
        gates.Clear3(1);
        gates.Raise(5);
        gates.Clear3(6);
        gates.Raise(7);
        gates.Clear3(8);
        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 0", "Resolved c 1", "Raised c 5 flapping" }));
        gates.Sweep(16);
        Assert.That(gates.Gate.Open, Is.EqualTo(1));
        gates.Sweep(17);

        Assert.That(gates.Texts.Last(), Is.EqualTo("Resolved c 17 flapping"));
        gates.Raise(40);
        Assert.That(gates.Texts.Last(), Is.EqualTo("Raised c 40"));
    }

    [Test]
    public void Conditions_past_the_capacity_are_raised_as_one_that_is_as_bad_as_the_worst()
    {
        Gates gates = new(new() { Capacity = 2, ResolveAfter = null });

        gates.Raise(0, code: "a");
        gates.Raise(0, code: "b");
        gates.Raise(1, AlertSeverity.Low, "c");
        gates.Raise(2, AlertSeverity.Critical, "d");
        gates.Raise(3, AlertSeverity.Critical, "c");

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised a 0", "Raised b 0", "Raised alerts.overflow 1", "Updated alerts.overflow 2" }));
        Assert.That(gates.Gate.Overflowed, Is.EqualTo(3));
        Assert.That(gates.Gate.Raised, Is.EqualTo(gates.Gate.Sent + gates.Gate.Folded));
    }

    [Test]
    public void Overflow_is_over_when_there_is_room_again([Values] bool isQuiet)
    {
        Gates gates = new(new() { Capacity = 2, ResolveAfter = isQuiet ? TimeSpan.FromMinutes(5) : null, FlapWindow = TimeSpan.Zero });
        gates.Raise(0, code: "a");
        gates.Raise(4, code: "b");
        gates.Raise(4, code: "c");

        gates.Clear3(5, "a");

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised a 0", "Raised b 4", "Raised alerts.overflow 4", "Resolved a 5", "Resolved alerts.overflow 5" }));
        gates.Raise(6, code: "c");
        gates.Raise(6, code: "a");
        Assert.That(gates.Texts.Skip(5), Is.EqualTo(new[] { "Raised c 6", "Raised alerts.overflow 6" }));
        Assert.That(gates.Gate.Open, Is.EqualTo(3));
    }

    [Test]
    public void Condition_that_is_over_gives_its_place_to_a_new_one()
    {
        Gates gates = new(new() { Capacity = 1 });

        gates.Raise(0, code: "a");
        for (int i = 0; i < 3; i++)
        {
            gates.Clear(1, "a");
        }

        gates.Raise(2, code: "b");

        Assert.That(gates.Texts.Last(), Is.EqualTo("Raised b 2"));
        Assert.That(gates.Gate.Overflowed, Is.Zero);
    }

    [Test]
    public void Clock_that_is_set_back_stands_still()
    {
        Gates gates = new();

        gates.Raise(100);
        gates.Raise(0, AlertSeverity.High);

        Assert.That(gates.Texts, Is.EqualTo(new[] { "Raised c 100", "Updated c 100" }));
    }

    [Test]
    public void Options_out_of_range_are_refused_by_name()
    {
        AlertOptions[] wrong =
        [
            new() { ClearReports = 0 },
            new() { ResolveAfter = TimeSpan.Zero },
            new() { RepeatAfter = TimeSpan.FromDays(366) },
            new() { FlapWindow = TimeSpan.FromTicks(-1) },
            new() { Capacity = 0 },
            new() { QueueCapacity = 65_537 },
        ];
        string[] names = ["ClearReports", "ResolveAfter", "RepeatAfter", "FlapWindow", "Capacity", "QueueCapacity"];

        Assert.Multiple(() =>
        {
            foreach ((AlertOptions options, string name) in wrong.Zip(names))
            {
                Assert.That(
                    () => new SafetyBuilder<int, string>(Support.Scripted.Model).UseAlerts(options),
                    Throws.TypeOf<SafetyBuildException>().With.Message.StartsWith($"'UseAlerts': AlertOptions.{name} is "));
            }
        });
    }
}
