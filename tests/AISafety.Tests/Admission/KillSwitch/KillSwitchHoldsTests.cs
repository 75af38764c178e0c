using AISafety.Alerts;
using AISafety.Switches;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Switches;

[TestFixture]
public sealed class KillSwitchHoldsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static SafetyAlert Alert(string model, string code = "drift.feature", string condition = "c1") =>
        new(code, "It is so.", AlertSeverity.High) { Model = model, Monitor = "watch", ConditionId = condition };

    [Test]
    public async Task End_of_one_models_condition_does_not_release_what_anothers_holds()
    {
        KillSwitch killSwitch = new(timeProvider: _clock);
        IAlertAction one = killSwitch.OnAlert(releaseWhenOver: true);
        IAlertAction other = killSwitch.OnAlert(releaseWhenOver: true);

        await one.ApplyAsync(Alert("a"), default);
        await other.ApplyAsync(Alert("b"), default);
        await one.RevertAsync(Alert("a"), default);
        Assert.That(killSwitch.State.IsEngaged, Is.True);
        await other.RevertAsync(Alert("b"), default);

        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Condition_whose_end_may_not_release_keeps_it_whichever_is_over_last(bool keptIsFirst)
    {
        KillSwitch killSwitch = new(timeProvider: _clock);
        IAlertAction first = killSwitch.OnAlert(releaseWhenOver: !keptIsFirst);
        IAlertAction second = killSwitch.OnAlert(releaseWhenOver: keptIsFirst);

        await first.ApplyAsync(Alert("a"), default);
        await second.ApplyAsync(Alert("a", "performance.measured"), default);
        await second.RevertAsync(Alert("a", "performance.measured"), default);
        await first.RevertAsync(Alert("a"), default);
        Assert.That(killSwitch.State.IsEngaged, Is.True);

        // A person decides, and it begins anew.
        await killSwitch.ReleaseAsync("anna", "Go.");
        IAlertAction releasing = keptIsFirst ? second : first;
        await releasing.ApplyAsync(Alert("a"), default);
        await releasing.RevertAsync(Alert("a"), default);
        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Condition_that_ended_and_came_up_again_unseen_is_over_when_the_second_is()
    {
        KillSwitch killSwitch = new(timeProvider: _clock);
        IAlertAction action = killSwitch.OnAlert(releaseWhenOver: true);

        await action.ApplyAsync(Alert("a", condition: "c1"), default);
        await action.RevertAsync(Alert("a", condition: "c2"), default);

        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Condition_whose_engagement_could_not_be_saved_holds_all_the_same()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        IAlertAction action = killSwitch.OnAlert(releaseWhenOver: true);
        store.WriteFails = new IOException();
        Assert.ThrowsAsync<KillSwitchStoreException>(async () => await action.ApplyAsync(Alert("a"), default));
        store.WriteFails = null;
        await killSwitch.RefreshAsync();

        await action.ApplyAsync(Alert("b"), default);
        await action.RevertAsync(Alert("b"), default);
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.IsSaved), Is.EqualTo((true, true)));

        // As when the condition is sent again.
        await action.ApplyAsync(Alert("a"), default);
        await action.RevertAsync(Alert("a"), default);
        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Conditions_of_two_processes_leave_it_to_a_person()
    {
        InProcessKillSwitchStore store = new();
        using KillSwitch here = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        using KillSwitch there = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        IAlertAction one = here.OnAlert(releaseWhenOver: true);
        IAlertAction other = there.OnAlert(releaseWhenOver: true);

        await one.ApplyAsync(Alert("a"), default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await other.ApplyAsync(Alert("a"), default);
        await one.RevertAsync(Alert("a"), default);
        Assert.That(here.State.IsEngaged, Is.True);
        await other.RevertAsync(Alert("a"), default);

        Assert.That((there.State.IsEngaged, (await store.ReadAsync(default))!.Changes.Count), Is.EqualTo((true, 2)));
    }

    [Test]
    public async Task Condition_that_comes_up_while_the_store_cannot_be_read_holds_after_it_can()
    {
        ScriptedStore store = new() { ReadFails = new IOException() };
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        IAlertAction action = killSwitch.OnAlert();

        await action.ApplyAsync(Alert("a"), default).AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);
        store.ReadFails = null;
        await killSwitch.RefreshAsync();

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "alert a/watch")));
    }

    [Test]
    public async Task Condition_that_comes_up_during_the_release_is_not_released_with_it()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        IAlertAction action = killSwitch.OnAlert(releaseWhenOver: true);
        await action.ApplyAsync(Alert("a"), default);
        Task? late = null;
        store.BeforeWrite = _ =>
        {
            late = action.ApplyAsync(Alert("b"), default).AsTask();
            return default;
        };

        await action.RevertAsync(Alert("a"), default);
        await late!;
        Assert.That((killSwitch.State.IsEngaged, (await store.ReadAsync(default))!.Changes[^1].IsEngaged), Is.EqualTo((true, true)));
        await action.RevertAsync(Alert("b"), default);

        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }
}
