using AISafety.Switches;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Switches;

[TestFixture]
public sealed class KillSwitchTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task EngageAsync_and_ReleaseAsync_say_who_when_and_why()
    {
        using KillSwitch killSwitch = new(timeProvider: _clock);
        Assert.That(killSwitch.State, Is.EqualTo(new KillSwitchState(false, "", "", default, true)));
        Assert.That(killSwitch.GetHealth().State, Is.EqualTo(HealthState.Healthy));

        await killSwitch.EngageAsync("anna", "It answers nonsense.");
        DateTimeOffset engaged = _clock.GetUtcNow();
        Assert.That(killSwitch.State, Is.EqualTo(new KillSwitchState(true, "anna", "It answers nonsense.", engaged, true)));
        Assert.That((killSwitch.GetHealth().State, killSwitch.GetHealth().Part), Is.EqualTo((HealthState.Unhealthy, "kill-switch")));
        Assert.That(killSwitch.GetHealth().Reason, Does.Contain("anna").And.Contain("nonsense"));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await killSwitch.ReleaseAsync("ben", "Repaired."), Is.True);
        Assert.That(killSwitch.State, Is.EqualTo(new KillSwitchState(false, "ben", "Repaired.", _clock.GetUtcNow(), true)));
        Assert.That(await killSwitch.ReleaseAsync("ben", "Again."), Is.False);
        Assert.That(killSwitch.History, Is.EqualTo(new KillSwitchChange[] { new(true, "anna", "It answers nonsense.", engaged), new(false, "ben", "Repaired.", _clock.GetUtcNow()) }));
    }

    [Test]
    public async Task OpenAsync_takes_up_what_another_process_has_left()
    {
        InProcessKillSwitchStore store = new();
        using (KillSwitch before = await KillSwitch.OpenAsync(store, timeProvider: _clock))
        {
            await before.EngageAsync("anna", "It answers nonsense.");
        }

        using KillSwitch after = await KillSwitch.OpenAsync(store, timeProvider: _clock);

        Assert.That((after.State.IsEngaged, after.State.Actor, after.State.Reason, after.History.Count), Is.EqualTo((true, "anna", "It answers nonsense.", 1)));
    }

    [Test]
    public async Task PollInterval_is_when_others_see_a_change()
    {
        InProcessKillSwitchStore store = new();
        using KillSwitch one = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        using KillSwitch other = await KillSwitch.OpenAsync(store, new() { PollInterval = TimeSpan.FromSeconds(2), StoreTimeout = TimeSpan.FromSeconds(60) }, _clock);

        await one.EngageAsync("anna", "Stop.");
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.That(other.State.IsEngaged, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(other.State, Is.EqualTo(one.State));

        await one.ReleaseAsync("anna", "Go.");
        await other.RefreshAsync();
        Assert.That(other.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task EngageAsync_store_that_cannot_be_written_holds_here_throws_and_is_saved_later()
    {
        ScriptedStore store = new() { WriteFails = new IOException("secret path") };
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);

        KillSwitchStoreException? thrown = Assert.ThrowsAsync<KillSwitchStoreException>(async () => await killSwitch.EngageAsync("anna", "Stop."));
        Assert.That(thrown!.Message, Does.Contain("engaged in this process").And.Contain("IOException").And.Not.Contain("secret"));
        Assert.That(killSwitch.State, Is.EqualTo(new KillSwitchState(true, "anna", "Stop.", _clock.GetUtcNow(), false)));
        Assert.That(killSwitch.GetHealth().Reason, Does.Contain("not saved"));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.IsSaved), Is.EqualTo((true, false)));

        store.WriteFails = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.IsSaved), Is.EqualTo((true, true)));
        Assert.That((await store.ReadAsync(default))!.Changes.Single().Actor, Is.EqualTo("anna"));
    }

    [Test]
    public async Task ReleaseAsync_store_that_cannot_be_written_stays_engaged()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        await killSwitch.EngageAsync("anna", "Stop.");
        store.WriteFails = new UnauthorizedAccessException();

        Assert.ThrowsAsync<KillSwitchStoreException>(async () => await killSwitch.ReleaseAsync("ben", "Go."));

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "anna")));
    }

    [Test]
    public async Task ReleaseAsync_after_another_has_engaged_it_too_is_refused_until_that_was_seen()
    {
        InProcessKillSwitchStore store = new();
        using KillSwitch one = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        using KillSwitch other = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        await one.EngageAsync("anna", "Stop.");
        await other.RefreshAsync();
        await other.EngageAsync("ben", "Still bad.");

        KillSwitchChangedException? thrown = Assert.ThrowsAsync<KillSwitchChangedException>(async () => await one.ReleaseAsync("anna", "Mine is repaired."));
        Assert.That(thrown!.Message, Does.Contain("ben"));
        Assert.That((one.State.IsEngaged, one.State.Actor), Is.EqualTo((true, "ben")));

        Assert.That(await one.ReleaseAsync("anna", "Ben agrees."), Is.True);
        await other.RefreshAsync();
        Assert.That(other.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task ReleaseAsync_engaged_by_another_at_the_last_moment_is_refused()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        await killSwitch.EngageAsync("anna", "Stop.");
        store.BeforeWrite = async inner =>
        {
            KillSwitchRecord record = (await inner.ReadAsync(default))!;
            await inner.TryWriteAsync(record.With([new(true, "ben", "Stop at once.", _clock.GetUtcNow())], 100), record.Revision, default);
        };

        Assert.ThrowsAsync<KillSwitchChangedException>(async () => await killSwitch.ReleaseAsync("anna", "Go."));

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "ben")));
    }

    [Test]
    public async Task EngageAsync_while_another_releases_wins()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        await killSwitch.EngageAsync("anna", "Stop.");
        store.BeforeWrite = async inner =>
        {
            KillSwitchRecord record = (await inner.ReadAsync(default))!;
            await inner.TryWriteAsync(record.With([new(false, "ben", "Go.", _clock.GetUtcNow())], 100), record.Revision, default);
        };

        await killSwitch.EngageAsync("anna", "Stop again.");

        Assert.That((await store.ReadAsync(default))!.Changes.Select(change => (change.Actor, change.IsEngaged)), Is.EqualTo(new[] { ("anna", true), ("ben", false), ("anna", true) }));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.IsSaved), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Store_that_cannot_be_read_is_engaged_until_it_can()
    {
        ScriptedStore store = new() { ReadFails = new IOException("secret") };
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        DateTimeOffset found = _clock.GetUtcNow();

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor, killSwitch.State.IsSaved), Is.EqualTo((true, "kill-switch", false)));
        Assert.That(killSwitch.State.Reason, Does.Contain("cannot be read").And.Contain("IOException").And.Not.Contain("secret"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.That(killSwitch.State.At, Is.EqualTo(found));

        store.ReadFails = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Store_whose_record_is_gone_or_says_nothing_is_engaged()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        await killSwitch.EngageAsync("anna", "Stop.");
        await killSwitch.ReleaseAsync("anna", "Go.");

        store.IsGone = true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Reason.Contains("gone", StringComparison.Ordinal)), Is.EqualTo((true, true)));

        store.IsGone = false;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Store_that_does_not_answer_is_engaged_after_StoreTimeout()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, new() { StoreTimeout = TimeSpan.FromSeconds(10) }, _clock);
        store.Hangs = new();

        _clock.Advance(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.That(killSwitch.State.IsEngaged, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Reason.Contains("does not answer", StringComparison.Ordinal)), Is.EqualTo((true, true)));

        // The read that hangs was given up: a later one does not wait for it.
        store.Hangs = null;
        Assert.That(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return killSwitch.State.IsEngaged;
            },
            Is.False.After(10_000, 1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task EngageAsync_store_that_hangs_is_engaged_and_throws_after_StoreTimeout(bool hangsInAPoll)
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, new() { StoreTimeout = TimeSpan.FromSeconds(10) }, _clock);
        store.Hangs = new();
        if (hangsInAPoll)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Task engaging = killSwitch.EngageAsync("anna", "Stop.").AsTask();
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor, engaging.IsCompleted), Is.EqualTo((true, "anna", false)));
        Assert.That(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return engaging.IsCompleted;
            },
            Is.True.After(10_000, 1));

        KillSwitchStoreException? thrown = Assert.ThrowsAsync<KillSwitchStoreException>(async () => await engaging);
        Assert.That(thrown!.Message, Does.Contain("engaged").And.Contain("saved").And.Contain("does not answer"));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor, killSwitch.State.IsSaved), Is.EqualTo((true, "anna", false)));
    }

    [Test]
    public async Task Read_that_is_older_than_what_was_known_is_engaged_and_can_be_released_over()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        await killSwitch.EngageAsync("anna", "Stop.");
        await killSwitch.ReleaseAsync("anna", "Go.");
        KillSwitchRecord released = (await store.ReadAsync(default))!;
        await killSwitch.EngageAsync("ben", "Stop again.");

        store.Stale = released;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Reason.Contains("older", StringComparison.Ordinal)), Is.EqualTo((true, true)));

        store.Stale = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "ben")));
        Assert.That(await killSwitch.ReleaseAsync("ben", "Go."), Is.True);
        Assert.That((await store.ReadAsync(default))!.Revision, Is.EqualTo(4));
    }

    [Test]
    public async Task EngageAsync_cancelled_while_the_store_hangs_is_engaged_all_the_same()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        store.Hangs = new();
        _clock.Advance(TimeSpan.FromSeconds(1));
        using CancellationTokenSource cancellation = new();

        Task engaging = killSwitch.EngageAsync("anna", "Stop.", cancellation.Token).AsTask();
        Assert.That((killSwitch.State.IsEngaged, engaging.IsCompleted), Is.EqualTo((true, false)));
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(async () => await engaging);

        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "anna")));
        store.Hangs.SetResult();
        Assert.That(() => killSwitch.State.IsSaved, Is.True.After(10_000, 1));
    }

    [Test]
    public async Task Dispose_follows_the_store_no_longer_and_can_be_engaged_still()
    {
        ScriptedStore store = new();
        KillSwitch killSwitch = await KillSwitch.OpenAsync(store, timeProvider: _clock);
        killSwitch.Dispose();
        killSwitch.Dispose();
        int reads = store.Reads;

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(store.Reads, Is.EqualTo(reads));
        await killSwitch.EngageAsync("anna", "Stop.");
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.IsSaved), Is.EqualTo((true, true)));
    }

    [Test]
    public void Arguments_and_options_are_checked_before_anything_is_done()
    {
        KillSwitch killSwitch = new();
        Assert.That(() => killSwitch.EngageAsync(" ", "x"), Throws.ArgumentException);
        Assert.That(() => killSwitch.EngageAsync("anna", ""), Throws.ArgumentException);
        Assert.That(() => killSwitch.EngageAsync(new string('a', 201), "x"), Throws.ArgumentException.With.Message.Contains("201"));
        Assert.That(() => killSwitch.ReleaseAsync("anna", new string('r', 2_001)), Throws.ArgumentException.With.Message.Contains("2001"));
        Assert.That(killSwitch.History, Is.Empty);
        Assert.That(() => new KillSwitch(new() { Name = " " }), Throws.ArgumentException.With.Message.Contains("Name"));
        Assert.That(() => new KillSwitch(new() { PollInterval = TimeSpan.FromMilliseconds(1) }), Throws.ArgumentException.With.Message.Contains("PollInterval"));
        Assert.That(() => new KillSwitch(new() { StoreTimeout = TimeSpan.Zero }), Throws.ArgumentException.With.Message.Contains("StoreTimeout"));
        Assert.That(() => new KillSwitch(new() { HistoryCapacity = 1 }), Throws.ArgumentException.With.Message.Contains("HistoryCapacity"));
    }

    [Test]
    public async Task History_keeps_the_newest()
    {
        KillSwitch killSwitch = new(new() { HistoryCapacity = 3 });
        for (int i = 0; i < 10; i++)
        {
            await killSwitch.EngageAsync("anna", $"{i}");
        }

        Assert.That(killSwitch.History.Select(change => change.Reason), Is.EqualTo(new[] { "7", "8", "9" }));
    }

    /// <summary>Whatever several processes do and whenever their stores fail: after all has been read once more, all stand as the store says, and none is released whose own engagement was not released after it.</summary>
    [Test]
    public void Several_processes_end_in_one_state_and_never_lose_an_engagement() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool).Array[1, 40].SampleAsync(async steps =>
        {
            ScriptedStore store = new();
            KillSwitch[] switches = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => KillSwitch.OpenAsync(store, timeProvider: _clock).AsTask()))];
            foreach ((int who, int what, bool fails) in steps)
            {
                store.WriteFails = fails ? new IOException() : null;
                KillSwitch one = switches[who];
                try
                {
                    switch (what)
                    {
                        case 0:
                            await one.EngageAsync($"actor-{who}", "Stop.");
                            break;
                        case 1:
                            bool released = await one.ReleaseAsync($"actor-{who}", "Go.");
                            Assert.That(released && one.State.IsEngaged, Is.False);
                            break;
                        default:
                            await one.RefreshAsync();
                            break;
                    }
                }
                catch (Exception exception) when (exception is KillSwitchStoreException or KillSwitchChangedException)
                {
                    Assert.That(one.State.IsEngaged, Is.True);
                }

                Assert.That(what != 0 || one.State.IsEngaged, Is.True);
            }

            store.WriteFails = null;
            for (int round = 0; round < 2; round++)
            {
                foreach (KillSwitch one in switches)
                {
                    await one.RefreshAsync();
                }
            }

            Assert.That(switches.Select(one => one.State).Distinct().Count(), Is.EqualTo(1));
            Assert.That(switches.Select(one => one.State.IsSaved), Is.All.True);
            Array.ForEach(switches, one => one.Dispose());
        }, threads: 1).GetAwaiter().GetResult();
}
