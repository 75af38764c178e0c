using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

/// <summary>Stores that fail or hang, checks that say no or nothing, files that are gone.</summary>
[TestFixture]
public sealed class RolloutTroubleTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("rollout").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task RollBackAsync_that_cannot_be_written_is_in_the_state_the_alerts_and_the_health_at_once()
    {
        BrittleStore store = new();
        await using Scene scene = new(one => one with { Store = store });
        store.Fails = true;

        RolloutStoreException? thrown = Assert.ThrowsAsync<RolloutStoreException>(() => scene.Rollout.RollBackAsync("ada", "customers complain"));

        Assert.That(thrown!.Message, Is.EqualTo("Rollout 'trial': the rollback holds in this process, and is tried again, but it could not be written (IOException)."));
        RolloutState state = scene.Rollout.State;
        Assert.That((state.Status, state.Share, state.Events[^1].Actor, state.Events[^1].Reason), Is.EqualTo((RolloutStatus.RolledBack, 0d, "ada", "customers complain")));
        Assert.That(scene.Rollout.GetHealth().Reason, Is.EqualTo("Version 1.1 was rolled back; 1.0 answers. It could not be written yet, and holds in this process."));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static alert => alert.Code), Has.Member("rollout.rolled-back"));

        store.Fails = false;
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        await scene.Safe.FlushAsync();
        Assert.That(scene.Rollout.GetHealth().Reason, Is.EqualTo("Version 1.1 was rolled back; 1.0 answers."));
        Assert.That((await store.LoadAsync("trial", default))!.Events.Count(static one => one.Change == "rolled back"), Is.EqualTo(1));
    }

    [Test]
    public async Task PauseAsync_that_cannot_be_written_changes_nothing_and_says_so()
    {
        BrittleStore store = new();
        await using Scene scene = new(one => one with { Store = store });
        store.Fails = true;

        RolloutStoreException? thrown = Assert.ThrowsAsync<RolloutStoreException>(() => scene.Rollout.PauseAsync("ada", "lunch"));

        Assert.That(thrown!.Message, Is.EqualTo("Rollout 'trial': the change could not be written (IOException)."));
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Running));
    }

    [Test]
    public async Task Store_that_hangs_is_silent_and_leaves_all_calls_to_stable()
    {
        BrittleStore store = new();
        await using Scene scene = new(one => one with
        {
            Store = store,
            AdvancesByItself = false,
            Steps = [new(0.999), new(1)],
            PollInterval = TimeSpan.FromSeconds(1),
            MaxStoreSilence = TimeSpan.FromSeconds(3),
        });
        store.Hangs = true;

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.Asked.Task;
        string before = (await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy!;
        for (int i = 0; i < 3; i++)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That((before, (await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy), Is.EqualTo(("candidate", "stable")));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static alert => alert.Message), Has.Some.Contains("could not be read for 00:00:03"));

        // Given up on by and by: the wait of 30 seconds may begin a little after the store was asked.
        store.Hangs = false;
        Task closing = scene.DisposeAsync().AsTask();
        while (!closing.IsCompleted)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Test]
    public async Task Check_that_hangs_says_no_after_a_minute()
    {
        await using Scene scene = new(static one => one with
        {
            AdvancesByItself = false,
            Steps = [new(0.5) { MinCandidateKeys = 50, MinDuration = TimeSpan.Zero }, new(1)],
            PromotionCheck = static _ => new(new TaskCompletionSource<string?>().Task),
        });
        await scene.VisitAsync(3_000, static _ => new());

        Task<RolloutChange> asking = scene.Rollout.AdvanceAsync("ada", "on");
        bool isEarly = asking.IsCompleted;
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        RolloutChange change = await asking;

        Assert.That((isEarly, change.IsDone, change.Refusal), Is.EqualTo((false, false, "The check before promotion has not answered within 00:01:00.")));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static alert => alert.Code), Has.Member("rollout.promotion-refused"));
    }

    [Test]
    public async Task Check_that_says_no_is_an_alert_until_it_says_yes()
    {
        string? objection = "The checklist is not complete.";
        await using Scene scene = new(one => one with { Steps = [new(0.5) { MinCandidateKeys = 50, MinDuration = TimeSpan.Zero }, new(1)], PromotionCheck = _ => new(objection) });

        await scene.VisitAsync(3_000, static _ => new());

        Assert.That(scene.Rollout.GetReport().WaitsFor, Is.EqualTo(objection));
        Assert.That(scene.Rollout.GetHealth(), Is.EqualTo(new PartHealth("rollout", HealthState.Healthy, $"Running at step 1 of 2. Waits for: {objection}")));
        Assert.That(
            scene.Safe.GetOpenAlerts().Select(static alert => (alert.Code, alert.Message)),
            Is.EqualTo(new[] { ("rollout.promotion-refused", "Rollout 'trial': version 1.1 is not promoted: The checklist is not complete.") }));

        objection = null;
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        await scene.VisitAsync(50, static _ => new(), "later");

        Assert.That((scene.Status, scene.Safe.GetOpenAlerts().Count), Is.EqualTo((RolloutStatus.Promoted, 0)));
    }

    [Test]
    public async Task Report_says_what_the_next_step_waits_for()
    {
        await using Scene scene = new(static one => one with { Gates = [RolloutGate.ErrorRate(0.001)], Steps = [new(0.5) { MinCandidateKeys = 50, MinDuration = TimeSpan.FromMinutes(1) }, new(0.6) { MinCandidateKeys = 0, MinDuration = TimeSpan.Zero }, new(1)] });
        string? Wait() => scene.Rollout.GetReport().WaitsFor;

        string? keys = Wait();
        await scene.VisitAsync(200, static _ => new());
        string? time = Wait();
        await scene.Rollout.PauseAsync("ada", "lunch");
        string? paused = Wait();
        RolloutChange refused = await scene.Rollout.AdvanceAsync("ada", "on");
        await scene.Rollout.ResumeAsync("ada", "back");
        await scene.Rollout.AdvanceAsync("ada", "on");
        string? evidence = Wait();
        await scene.Rollout.RollBackAsync("ada", "enough");

        Assert.That(keys, Is.EqualTo("50 more keys that fall to the candidate at this step."));
        Assert.That(time, Does.StartWith("The step's time, which ends at "));
        Assert.That((paused, refused.Refusal), Is.EqualTo(("It is paused: resume it first.", "It is paused: resume it first.")));
        Assert.That(evidence, Is.EqualTo("Not every gate has shown yet that the candidate is good enough."));
        Assert.That(Wait(), Is.Null);
        Assert.That((await scene.Rollout.AdvanceAsync("ada", "on")).Refusal, Is.EqualTo("It was rolled back."));
    }

    [Test]
    public async Task Plan_that_differs_is_refused_at_build_by_a_file_too()
    {
        FileRolloutStore store = new(_directory);
        await using Scene first = new(one => one with { Store = store });

        SafetyBuildException? refused = Assert.Throws<SafetyBuildException>(() => _ = new Scene(one => one with { Store = store, Gates = [RolloutGate.ErrorRate(0.2)], Processes = 2 }));

        Assert.That(refused!.Message, Does.StartWith("Rollout 'trial' is stored with other gates and error probabilities, processes or calls per key than this process has."));
    }

    [Test]
    public async Task Store_that_does_not_answer_leaves_the_rollout_joining_and_all_calls_to_stable()
    {
        BrittleStore store = new() { Fails = true };
        await using Scene scene = new(one => one with { Store = store, Steps = [new(0.999), new(1)] });

        Assert.That((scene.Status, scene.Rollout.State.Share), Is.EqualTo((RolloutStatus.Joining, 0d)));
        Assert.That((await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy, Is.EqualTo("stable"));

        await scene.Safe.FlushAsync();
        store.Fails = false;
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        await scene.Safe.FlushAsync();
        Assert.That((scene.Status, (await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy), Is.EqualTo((RolloutStatus.Running, "candidate")));
    }

    [Test]
    public async Task State_file_that_is_gone_after_a_restart_is_no_rollout_that_was_never_begun()
    {
        FileRolloutStore store = new(_directory);
        await using (Scene first = new(one => one with { Store = store }))
        {
            await first.Rollout.RollBackAsync("ada", "wrong file");
        }

        File.Delete(Path.Combine(_directory, "trial.rollout.json"));
        await using Scene second = new(one => one with { Store = store, Steps = [new(0.999), new(1)] });
        await second.Safe.FlushAsync();

        Assert.That((second.Status, (await second.Safe.EvaluateAsync(new("anyone"))).ServedBy), Is.EqualTo((RolloutStatus.Joining, "stable")));
        Assert.That(second.Safe.GetOpenAlerts().Select(static alert => alert.Message), Has.Some.Contains("'trial.rollout.json' is gone, though one was written."));
    }
}
