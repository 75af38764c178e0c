using AISafety.Access;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Access;

[TestFixture]
public sealed class CallerBlocklistTests
{
    [Test]
    public async Task Block_refuses_the_caller_until_it_is_let_in_again()
    {
        using Watched watched = new();
        using MetricCollector<double> blocked = watched.Collect<double>("aisafety.callers.blocked");
        CallerBlocklist blocklist = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseName("credit").UseMetrics(watched.Meters).AddCallerBlocklist(blocklist));

        blocklist.Block("web", "anna", "It floods the model.");
        SafetyResult<string> denied = await safe.EvaluateAsync(1, new(Caller: "web"));
        SafetyResult<string> other = await safe.EvaluateAsync(1, new(Caller: "batch"));
        SafetyResult<string> nameless = await safe.EvaluateAsync(1);
        blocked.RecordObservableInstruments();

        Assert.That((denied.Action, denied.Evidence.Single().Code, denied.Evidence.Single().RetryAfter), Is.EqualTo((SafetyAction.Block, "caller.blocked", (TimeSpan?)null)));
        Assert.That(denied.Evidence.Single().Message, Does.Not.Contain("web").And.Not.Contain("floods").And.Not.Contain("anna"));
        Assert.That((other.Action, nameless.Action), Is.EqualTo((SafetyAction.Allow, SafetyAction.Allow)));
        Assert.That(Watched.Texts(blocked), Is.EqualTo(new[] { "guard=caller-blocklist model=credit: 1" }));

        Assert.That(blocklist.Unblock("web", "ben", "It was repaired."), Is.True);
        Assert.That(blocklist.Unblock("web", "ben", "It was repaired."), Is.False);
        Assert.That((await safe.EvaluateAsync(1, new(Caller: "web"))).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(blocklist.History.Select(one => (one.Caller, one.IsBlocked, one.Actor)), Is.EqualTo(new[] { ("web", true, "anna"), ("web", false, "ben") }));
    }

    [Test]
    public async Task Block_for_a_time_says_when_to_come_back_and_ends_by_itself()
    {
        FakeTimeProvider clock = new();
        CallerBlocklist blocklist = new(timeProvider: clock);
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddCallerBlocklist(blocklist));
        blocklist.Block("web", "anna", "Too many errors.", TimeSpan.FromMinutes(10));

        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.That((await safe.EvaluateAsync(1, new(Caller: "web"))).Evidence.Single().RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(6)));
        Assert.That(blocklist.Blocked.Single().Until, Is.EqualTo(clock.GetUtcNow() + TimeSpan.FromMinutes(6)));

        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That((await safe.EvaluateAsync(1, new(Caller: "web"))).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(blocklist.Blocked, Is.Empty);
        Assert.That(blocklist.Unblock("web", "anna", "Over."), Is.False);
    }

    [Test]
    public void Block_full_list_refuses_loudly_and_lets_nobody_in()
    {
        FakeTimeProvider clock = new();
        CallerBlocklist blocklist = new(capacity: 2, clock);
        blocklist.Block("a", "anna", "x", TimeSpan.FromMinutes(1));
        blocklist.Block("b", "anna", "x");

        Assert.That(() => blocklist.Block("c", "anna", "x"), Throws.InvalidOperationException.With.Message.Contains('2'));
        Assert.That(() => blocklist.Block("b", "anna", "again"), Throws.Nothing);
        Assert.That(blocklist.Blocked.Select(one => one.Caller), Is.EquivalentTo(new[] { "a", "b" }));

        clock.Advance(TimeSpan.FromMinutes(1));
        blocklist.Block("c", "anna", "x");
        Assert.That(blocklist.Blocked.Select(one => one.Caller), Is.EquivalentTo(new[] { "b", "c" }));
    }

    [Test]
    public void Block_anew_takes_the_new_end()
    {
        FakeTimeProvider clock = new();
        CallerBlocklist blocklist = new(timeProvider: clock);
        blocklist.Block("web", "anna", "x", TimeSpan.FromMinutes(1));
        blocklist.Block("web", "ben", "y", TimeSpan.MaxValue);

        clock.Advance(TimeSpan.FromDays(365));

        Assert.That(blocklist.Find("web"), Is.EqualTo(blocklist.History[^1]));
        Assert.That(blocklist.Find("web")!.Until, Is.Null);
    }

    [Test]
    public void Block_bad_arguments_are_refused()
    {
        CallerBlocklist blocklist = new();
        Assert.That(() => blocklist.Block(" ", "anna", "x"), Throws.ArgumentException);
        Assert.That(() => blocklist.Block("web", "", "x"), Throws.ArgumentException);
        Assert.That(() => blocklist.Block("web", "anna", null!), Throws.ArgumentNullException);
        Assert.That(() => blocklist.Block("web", "anna", "x", TimeSpan.Zero), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CallerBlocklist(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(blocklist.Blocked, Is.Empty);
    }

    [Test]
    public void History_is_bounded()
    {
        CallerBlocklist blocklist = new();
        for (int i = 0; i < 1_100; i++)
        {
            blocklist.Block("web", "anna", $"{i}");
        }

        Assert.That((blocklist.History.Count, blocklist.History[^1].Reason), Is.EqualTo((1_000, "1099")));
    }

    [Test]
    public void Block_and_unblock_from_many_threads_never_show_a_caller_that_nobody_touched()
    {
        CallerBlocklist blocklist = new();
        blocklist.Block("always", "anna", "x");

        Parallel.For(0, 4, thread =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                string caller = $"caller-{thread}";
                blocklist.Block(caller, "anna", "x");
                Assert.That(blocklist.Find(caller), Is.Not.Null);
                Assert.That(blocklist.Find("always"), Is.Not.Null);
                Assert.That(blocklist.Find("never"), Is.Null);
                Assert.That(blocklist.Unblock(caller, "anna", "x"), Is.True);
                Assert.That(blocklist.Find(caller), Is.Null);
            }
        });

        Assert.That(blocklist.Blocked.Select(one => one.Caller), Is.EqualTo(new[] { "always" }));
    }
}
