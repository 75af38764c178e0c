using AISafety.Alerts;
using AISafety.Review;
using AISafety.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class ModelRolloutTests
{
    [Test]
    public async Task Rollout_of_a_good_candidate_goes_step_by_step_to_all()
    {
        await using Scene scene = new();
        Assert.That((scene.Status, scene.Rollout.State.Share), Is.EqualTo((RolloutStatus.Running, 0.1)));

        await scene.VisitAsync(3_000, static _ => new());

        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Promoted));
        Assert.That(scene.Rollout.State.Events.Select(static one => one.Change), Is.EqualTo(new[] { "begun at 10 %", "advanced to 50 %", "promoted" }));
        Assert.That((await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy, Is.EqualTo("candidate"));
    }

    [Test]
    public async Task Rollout_of_a_worse_candidate_is_rolled_back_with_the_reason()
    {
        await using Scene scene = new();

        await scene.VisitAsync(3_000, static i => new(null, CandidateFails: i % 4 == 0));

        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.RolledBack));
        RolloutEvent last = scene.Rollout.State.Events[^1];
        Assert.That((last.Actor, last.Change), Is.EqualTo(("rollout", "rolled back")));
        Assert.That(last.Reason, Does.Match(@"^gate 'errors': [\d.]+ % of \d+ keys against 0 % of [\d,]+ keys at a share of 10 % \(e-value [\d.]+ of 22\.2\)$"));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static alert => alert.Code), Is.EqualTo(new[] { "rollout.rolled-back" }));
        Assert.That(scene.Rollout.GetHealth().State, Is.EqualTo(HealthState.Degraded));
        Assert.That((await scene.Safe.EvaluateAsync(new("anyone", CandidateFails: true))).ServedBy, Is.EqualTo("stable"));
    }

    [Test]
    public async Task Rollout_waits_for_the_duration_and_the_evidence_of_a_step()
    {
        await using Scene scene = new(static one => one with { Steps = [new(0.5) { MinCandidateKeys = 10, MinDuration = TimeSpan.FromHours(1) }, new(1)] });
        await scene.VisitAsync(2_000, static _ => new());
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Running));
        Assert.That(scene.Rollout.GetReport().IsAcceptable, Is.True);

        scene.Clock.Advance(TimeSpan.FromHours(1));
        await scene.VisitAsync(1, static _ => new(), "late");
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Promoted));
    }

    [Test]
    public async Task AdvanceAsync_without_evidence_is_refused_before_the_last_step()
    {
        await using Scene scene = new(static one => one with { AdvancesByItself = false });

        RolloutChange first = await scene.Rollout.AdvanceAsync("ada", "looks good");
        RolloutChange second = await scene.Rollout.AdvanceAsync("ada", "looks good");

        Assert.That((first.IsDone, first.State.Share), Is.EqualTo((true, 0.5)));
        Assert.That((second.IsDone, second.Refusal), Is.EqualTo((false, "Not every gate has shown yet that the candidate is good enough.")));
    }

    [Test]
    public async Task AdvanceAsync_asks_the_check_before_the_last_step()
    {
        string? objection = "The checklist is not complete.";
        await using Scene scene = new(one => one with { AdvancesByItself = false, PromotionCheck = _ => new(objection) });
        await scene.Rollout.AdvanceAsync("ada", "on");
        await scene.VisitAsync(2_000, static _ => new());

        RolloutChange refused = await scene.Rollout.AdvanceAsync("ada", "on");
        objection = null;
        RolloutChange done = await scene.Rollout.AdvanceAsync("ada", "on");

        Assert.That((refused.IsDone, refused.Refusal), Is.EqualTo((false, "The checklist is not complete.")));
        Assert.That((done.IsDone, done.State.Status), Is.EqualTo((true, RolloutStatus.Promoted)));
    }

    [Test]
    public async Task RollBackAsync_takes_effect_at_once_and_lets_calls_in_flight_finish()
    {
        TaskCompletionSource<string> pending = new();
        IModel<int, string> stable = Model.FromDelegate<int, string>(static _ => "old");
        IModel<int, string> candidate = Model.FromDelegate<int, string>((_, _) => new(pending.Task));
        await using SafeModel<int, string> safe = stable.WithSafety(safety => safety.AddRollout(candidate, Scene.Default with { GivenKeys = new Dictionary<string, string> { ["tester"] = "1.1" } }));
        ValueTask<SafetyResult<string>> inFlight = safe.EvaluateAsync(1, new(Key: "tester"));

        RolloutChange change = await safe.Rollout!.RollBackAsync("ada", "customers complain");
        SafetyResult<string> after = await safe.EvaluateAsync(1, new(Key: "tester"));
        pending.SetResult("new");

        Assert.That((change.IsDone, change.State.Status), Is.EqualTo((true, RolloutStatus.RolledBack)));
        Assert.That((after.Output, after.ServedBy), Is.EqualTo(("old", "stable")));
        Assert.That(((await inFlight).Output, (await inFlight).ServedBy), Is.EqualTo(("new", "candidate")));
        Assert.That((await safe.Rollout.RollBackAsync("ada", "again")).IsDone, Is.False);
    }

    [Test]
    public async Task RollBackAsync_with_a_store_that_fails_holds_in_this_process_and_is_written_later()
    {
        BrittleStore store = new();
        await using Scene scene = new(one => one with { Store = store });
        store.Fails = true;
        await scene.VisitAsync(3_000, static i => new(null, CandidateFails: i % 3 == 0));

        Assert.That((await scene.Safe.EvaluateAsync(new("anyone", CandidateFails: true))).ServedBy, Is.EqualTo("stable"));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static alert => alert.Code), Has.Member("rollout.store-failed"));

        store.Fails = false;
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        await scene.Safe.FlushAsync();
        Assert.That((await store.LoadAsync("trial", default))!.Status, Is.EqualTo(RolloutStatus.RolledBack));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static alert => alert.Code), Has.No.Member("rollout.store-failed"));
    }

    [Test]
    public async Task RollBackAsync_that_cannot_be_written_goes_before_every_step()
    {
        BrittleStore store = new();
        await using Scene scene = new(one => one with { Store = store });
        store.Fails = true;
        Assert.That(async () => await scene.Rollout.RollBackAsync("ada", "stop"), Throws.InstanceOf<RolloutStoreException>().With.InnerException.InstanceOf<IOException>());
        store.Fails = false;

        RolloutChange advanced = await scene.Rollout.AdvanceAsync("bob", "on");
        await scene.VisitAsync(500, static _ => new());
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        await scene.Safe.FlushAsync();

        Assert.That((advanced.IsDone, scene.Status), Is.EqualTo((false, RolloutStatus.RolledBack)));
        Assert.That((await store.LoadAsync("trial", default))!.Events[^1].Actor, Is.EqualTo("ada"));
    }

    [Test]
    public async Task Rollout_whose_store_is_silent_for_long_leaves_all_calls_to_stable_until_it_is_back()
    {
        BrittleStore store = new();
        await using Scene scene = new(one => one with { Store = store, AdvancesByItself = false, Steps = [new(0.999), new(1)] });
        store.Fails = true;
        for (int i = 0; i < 11; i++)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(5));
            await scene.Safe.FlushAsync();
        }

        Assert.That((await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy, Is.EqualTo("candidate"));
        for (int i = 0; i < 4; i++)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(5));
            await scene.Safe.FlushAsync();
        }

        Assert.That((await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy, Is.EqualTo("stable"));
        Assert.That(scene.Rollout.GetHealth().State, Is.EqualTo(HealthState.Degraded));
        store.Fails = false;
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        await scene.Safe.FlushAsync();
        Assert.That((await scene.Safe.EvaluateAsync(new("anyone"))).ServedBy, Is.EqualTo("candidate"));
    }

    [Test]
    public async Task Rollout_of_returning_users_finds_what_is_wrong_at_a_later_step()
    {
        await using Scene scene = new(static one => one with { AdvancesByItself = false });
        await scene.VisitAsync(2_000, static _ => new());
        await scene.Rollout.AdvanceAsync("ada", "on");

        await scene.VisitAsync(2_000, static i => new(null, CandidateFails: i % 4 == 0));

        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.RolledBack));
        Assert.That(scene.Rollout.GetReport().HasSampleRatioMismatch, Is.False);
    }

    [Test]
    public async Task Failures_that_a_retry_hides_count()
    {
        int asked = 0;
        IModel<int, string> flaky = Model.FromDelegate<int, string>(_ => Interlocked.Increment(ref asked) % 2 == 1 ? throw new TimeoutException() : "new");
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(static _ => "old").WithSafety(safety => safety
            .AddRetry(new() { Delay = TimeSpan.Zero })
            .AddRollout(flaky, Scene.Default with { Steps = [new(0.5) { MinCandidateKeys = long.MaxValue }, new(1)] }));
        for (int i = 0; i < 300; i++)
        {
            Assert.That((await safe.EvaluateAsync(i, new(Key: $"u{i}"))).HasOutput, Is.True);
        }

        await safe.FlushAsync();
        Assert.That(safe.Rollout!.State.Status, Is.EqualTo(RolloutStatus.RolledBack));
    }

    /// <summary>A candidate that answers as well, but later: its rows come long after those of the stable version.</summary>
    [Test]
    public async Task Rollout_of_a_slow_candidate_is_no_mismatch_of_the_sample_ratio()
    {
        List<TaskCompletionSource<string>> waiting = [];
        IModel<int, string> slow = Model.FromDelegate<int, string>((_, _) =>
        {
            TaskCompletionSource<string> one = new();
            waiting.Add(one);
            return new(one.Task);
        });
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(static _ => "old").WithSafety(safety => safety
            .UseTimeProvider(clock)
            .AddMonitor(new Raiser())
            .AddRollout(slow, Scene.Default with { Steps = [new(0.25) { MinCandidateKeys = long.MaxValue }, new(1)] }));
        Queue<Task> calls = [];
        for (int i = 0; i < 4_000; i++)
        {
            ValueTask<SafetyResult<string>> call = safe.EvaluateAsync(i, new(Key: $"u{i}"));
            calls.Enqueue(call.AsTask());
            clock.Advance(TimeSpan.FromMilliseconds(1));
            if (i % 1_000 == 999)
            {
                waiting.ForEach(static one => one.SetResult("new"));
                waiting.Clear();
                await Task.WhenAll(calls);
                calls.Clear();
            }
        }

        await safe.FlushAsync();
        RolloutReport report = safe.Rollout!.GetReport();
        Assert.That((report.HasSampleRatioMismatch, report.Keys), Is.EqualTo((false, 4_000L)));
    }

    [Test]
    public async Task Rollout_that_threw_at_its_check_is_refused_and_says_so()
    {
        await using Scene scene = new(one => one with { AdvancesByItself = false, Steps = [new(0.5), new(1)], PromotionCheck = static _ => throw new IOException() });
        await scene.VisitAsync(1_500, static _ => new());

        RolloutChange change = await scene.Rollout.AdvanceAsync("ada", "on");

        Assert.That((change.IsDone, change.Refusal), Is.EqualTo((false, "The check before promotion threw IOException.")));
    }

    [Test]
    public async Task Rollout_that_was_rolled_back_stays_so_after_a_restart()
    {
        InMemoryRolloutStore store = new();
        await using (Scene first = new(one => one with { Store = store }))
        {
            await first.Rollout.RollBackAsync("ada", "wrong file");
        }

        await using Scene second = new(one => one with { Store = store });
        Assert.That((second.Status, second.Rollout.State.Lives), Is.EqualTo((RolloutStatus.RolledBack, 2)));
        Assert.That((await second.Safe.EvaluateAsync(new("anyone"))).ServedBy, Is.EqualTo("stable"));
    }

    [Test]
    public async Task Rollout_with_another_plan_under_the_same_name_is_refused_at_build()
    {
        InMemoryRolloutStore store = new();
        await using Scene first = new(one => one with { Store = store });

        Assert.That(() => new Scene(one => one with { Store = store, Alpha = 0.01 }), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("other error probabilities, processes or calls per key than this process has"));
        Assert.That(() => new Scene(one => one with { Store = store, CandidateVersion = "1.2" }), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("1.1 against 1.0"));
    }

    [TestCase("guard")]
    [TestCase("monitor")]
    [TestCase("two monitors of one name")]
    [TestCase("alert action")]
    [TestCase("review queue")]
    [TestCase("layer around the rollout")]
    public async Task Build_that_fails_spends_no_life_of_the_rollout(string what)
    {
        void Fault(SafetyBuilder<Visit, string> safety) => _ = what switch
        {
            "guard" => safety.AddInputGuard(static IInputGuard<Visit> (_) => throw new InvalidDataException()),
            "monitor" => safety.AddMonitor(static ISafetyMonitor (_) => throw new InvalidDataException()),
            "two monitors of one name" => safety.AddMonitor(new Raiser()).AddMonitor(new Raiser()),
            "alert action" => safety.OnAlert(static _ => true, static IAlertAction (_) => throw new InvalidDataException()),
            "review queue" => safety.UseOutcomes(static _ => 0).AddHumanReview(new RefusingQueue()),
            _ => safety.WrapModel(ModelLayer.Degradation, static (_, _) => throw new InvalidDataException()),
        };

        InMemoryRolloutStore store = new();
        FakeTimeProvider clock = new();
        Assert.That(() => new Scene(one => one with { Store = store }, Fault, clock), Throws.Exception);
        Assert.That(await store.LoadAsync("trial", default), Is.Null);
        await using Scene first = new(one => one with { Store = store, Processes = 2 }, clock: clock);
        Assert.That(() => new Scene(one => one with { Store = store, Processes = 2 }, Fault, clock), Throws.Exception);

        clock.Advance(TimeSpan.FromMinutes(10));
        await using Scene second = new(one => one with { Store = store, Processes = 2 }, clock: clock);

        Assert.That((second.Rollout.State.Lives, second.Rollout.State.Revision), Is.EqualTo((2, 2L)));
    }

    [Test]
    public async Task Build_that_the_rollouts_plan_refuses_leaves_the_review_queue_and_tells_nobody()
    {
        InMemoryRolloutStore store = new();
        List<SafetyAlert> alerts = [];
        CountingQueue queue = new();
        await using Scene first = new(one => one with { Store = store });

        Assert.That(
            () => new Scene(one => one with { Store = store, Alpha = 0.01 }, safety => safety.OnAlert(alerts.Add).UseOutcomes(static _ => 0).AddHumanReview(queue)),
            Throws.InstanceOf<SafetyBuildException>());

        Assert.That((queue.Subscribers, alerts.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Replicas_that_change_at_once_end_in_one_state()
    {
        InMemoryRolloutStore store = new();
        Scene[] scenes = [.. Enumerable.Range(0, 4).Select(_ => new Scene(one => one with { Store = store, Processes = 4, AdvancesByItself = false }))];
        try
        {
            RolloutChange[] changes = await Task.WhenAll(scenes.Select(scene => Task.Run(() => scene.Rollout.AdvanceAsync("ada", "on"))));
            Assert.That(changes.Count(static change => change.IsDone), Is.EqualTo(1));

            Task back = Task.Run(() => scenes[0].Rollout.RollBackAsync("ada", "stop"));
            await Task.WhenAll(Task.Run(() => scenes[1].Rollout.PauseAsync("bob", "wait")), Task.Run(() => scenes[2].Rollout.AdvanceAsync("eve", "on")), back);
            foreach (Scene scene in scenes)
            {
                scene.Clock.Advance(TimeSpan.FromSeconds(5));
                await scene.Safe.FlushAsync();
            }

            Assert.That(scenes.Select(static scene => scene.Status), Is.All.EqualTo(RolloutStatus.RolledBack));
            Assert.That(scenes.Select(static scene => scene.Rollout.State.Revision).Distinct().Count(), Is.EqualTo(1));
        }
        finally
        {
            foreach (Scene scene in scenes)
            {
                await scene.DisposeAsync();
            }
        }
    }

    [Test]
    public async Task Alert_rolls_back_and_its_end_does_not_bring_the_candidate_back()
    {
        Raiser raiser = new();
        await using Scene scene = new(
            static one => one with { RollBackOn = static alert => alert.Code == "fairness.gap" },
            safety => safety.AddMonitor(raiser));
        raiser.Code = "fairness.gap";

        await scene.VisitAsync(1, static _ => new());

        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.RolledBack));
        Assert.That(scene.Rollout.State.Events[^1].Reason, Is.EqualTo("alert 'fairness.gap' of 'raiser'"));
    }

    [Test]
    public async Task Drift_takes_a_part_of_the_share_at_once_and_the_rest_later()
    {
        Raiser raiser = new();
        FakeTimeProvider clock = new();
        await using Scene scene = new(
            static one => one with { RollBackOn = static alert => alert.Code.StartsWith("drift.", StringComparison.Ordinal), MaxDriftEjection = 0.3, Steps = [new(0.5), new(1)] },
            safety => safety.AddMonitor(raiser).UseAlerts(AlertOptions.Default with { FlapWindow = TimeSpan.Zero }),
            clock);
        raiser.Code = "drift.feature";

        await scene.VisitAsync(1, static _ => new());
        Assert.That((scene.Status, Math.Round(scene.Rollout.State.Share, 9)), Is.EqualTo((RolloutStatus.Draining, 0.2)));
        Assert.That((await scene.Rollout.AdvanceAsync("ada", "on")).IsDone, Is.False);

        clock.Advance(TimeSpan.FromMinutes(14));
        await scene.Safe.FlushAsync();
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Draining));

        clock.Advance(TimeSpan.FromMinutes(2));
        await scene.Safe.FlushAsync();
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.RolledBack));
    }

    [Test]
    public async Task ResumeAsync_after_drift_goes_on_at_the_share_of_the_step()
    {
        Raiser raiser = new();
        await using Scene scene = new(
            static one => one with { RollBackOn = static _ => true, MaxDriftEjection = 0.3, Steps = [new(0.5), new(1)] },
            safety => safety.AddMonitor(raiser));
        raiser.Code = "drift.feature";
        await scene.VisitAsync(1, static _ => new());

        RolloutChange resumed = await scene.Rollout.ResumeAsync("ada", "the world has changed, not the model");
        scene.Clock.Advance(TimeSpan.FromMinutes(16));
        await scene.Safe.FlushAsync();

        Assert.That((resumed.IsDone, scene.Status, scene.Rollout.State.Share), Is.EqualTo((true, RolloutStatus.Running, 0.5)));
    }

    [Test]
    public async Task Cancelled_calls_are_no_failures_of_the_candidate()
    {
        using CancellationTokenSource cancel = new();
        IModel<int, string> waits = Model.FromDelegate<int, string>(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return "";
        });
        await using SafeModel<int, string> safe = waits.WithSafety(safety => safety.AddRollout(waits, Scene.Default));
        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        await safe.FlushAsync();

        RolloutReport report = safe.Rollout!.GetReport();
        Assert.That((report.Keys, report.Gates[0].StableCount + report.Gates[0].CandidateCount), Is.EqualTo((1L, 0L)));
    }

    [Test]
    public async Task AnswerFailuresByStable_answers_and_counts_the_failure()
    {
        await using Scene scene = new(static one => one with { AnswerFailuresByStable = true, Steps = [new(0.5) { MinCandidateKeys = long.MaxValue }, new(1)] });
        SafetyResult<string>[] results = new SafetyResult<string>[200];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = await scene.Safe.EvaluateAsync(new($"u{i}", CandidateFails: true));
        }

        await scene.Safe.FlushAsync();
        Assert.That(results.Select(static result => (result.Action, result.ServedBy)), Is.All.EqualTo((SafetyAction.Allow, "stable")));
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.RolledBack));
    }

    [Test]
    public async Task PauseAsync_keeps_the_share_and_still_rolls_back()
    {
        await using Scene scene = new();
        await scene.Rollout.PauseAsync("ada", "holidays");
        await scene.VisitAsync(1_000, static _ => new());
        Assert.That((scene.Status, scene.Rollout.State.Share), Is.EqualTo((RolloutStatus.Paused, 0.1)));

        await scene.VisitAsync(4_000, static i => new(null, CandidateFails: i % 2 == 0), "other");
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.RolledBack));
    }

    [Test]
    public async Task Routing_allocates_nothing()
    {
        await using SafeModel<int, int> safe = Model.FromDelegate<int, int>(static x => x).WithSafety(safety => safety
            .AddRollout(Model.FromDelegate<int, int>(static x => x), Scene.Default with { Steps = [new(0.5) { MinCandidateKeys = long.MaxValue }, new(1)], Gates = [RolloutGate.ErrorRate(0.1), RolloutGate.Latency(TimeSpan.FromSeconds(1), 0, 0.1)] }));
        CallInfo call = new(Key: "customer-17");

        Assert.That(Support.Allocations.Of(() => safe.PredictAsync(1, call).Result == 1), Is.Zero);
    }

    private sealed class Raiser : ISafetyMonitor
    {
        public string Name => "raiser";

        public string? Code { get; set; }

        public void Observe(ColumnBlock block, MonitorContext context)
        {
            if (Code is { } code)
            {
                context.Raise(new(code, "Something is found.", AlertSeverity.High));
            }
        }
    }

    private sealed class RefusingQueue : CountingQueue
    {
        public override IDisposable OnDecided(Action<ReviewDecision<string>> handler) => throw new InvalidDataException();
    }

    private class CountingQueue : IReviewQueue<Visit, string>
    {
        public int Subscribers { get; private set; }

        public ValueTask<bool> SubmitAsync(ReviewRequest<Visit, string> request, CancellationToken cancellationToken) => new(true);

        public ValueTask<IReadOnlyList<ReviewItem<Visit, string>>> ListAsync(ReviewStatus? status, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ReviewItem<Visit, string>?> ClaimAsync(CallId callId, string reviewer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> DecideAsync(CallId callId, string reviewer, string decision, string? comment, CancellationToken cancellationToken) => throw new NotSupportedException();

        public virtual IDisposable OnDecided(Action<ReviewDecision<string>> handler)
        {
            Subscribers++;
            return new Subscription(this);
        }

        private sealed class Subscription(CountingQueue queue) : IDisposable
        {
            public void Dispose() => queue.Subscribers--;
        }
    }
}
