using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class StressRunnerTests
{
    private static readonly StressOptions Quick = new() { Calls = 1_000, Concurrency = 8, MemorySamples = 0 };

    [Test]
    public async Task Run_counts_every_call_by_its_outcome()
    {
        FakeModel<int, string> model = new(input => $"{input}");
        model.When(input => input % 10 == 1, FakeReply.Throw(new TimeoutException()));
        ScriptedGuard<int> guard = new();
        guard.When(input => input % 10 == 2, GuardStep.Block("too.two")).When(input => input % 10 == 3, GuardStep.Review());
        ScriptedGuard<string> judge = new();
        judge.When(output => output.EndsWith('4'), GuardStep.Flag());
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety
            .AddInputGuard(guard.ToInputGuard())
            .AddOutputGuard(judge.ToOutputGuard<int>())
            .AddFallbackPolicy(new Fallback())
            .AddMonitor(_ => new Watcher()));

        StressReport report = await StressRunner.RunAsync(safe, [.. Enumerable.Range(0, 10)], Quick, output => output != "5");

        Assert.That(report.Outcomes.Select(one => $"{one.Kind} {one.Name} {one.Count}"), Is.EqualTo(new[]
        {
            "Output model 600", "Fallback fallback 100", "Refusal scripted.review 100", "Refusal too.two 100", "Unacceptable model 100",
        }));
        Assert.That((report.Started, report.Ended, report.OverBudget, report.StillRunning), Is.EqualTo((1_000L, 1_000L, 0L, 0L)));
        Assert.That(report.Monitors.Single(), Is.EqualTo(new MonitorStatistics("watcher", 1_000, 1_000, 0)));
        Assert.That(report.MonitorsFlushed, Is.True);
        Assert.That(report.Faults, Is.EqualTo(new[] { "100 calls were answered by 'model' with what is not acceptable." }));
        Assert.That(report.Memory.Verdict, Is.EqualTo(MemoryVerdict.NotMeasured));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Exception_of_a_model_without_fallback_is_counted_by_type(bool isFault)
    {
        FakeModel<int, string> model = new("") { Override = FakeReply.Throw(new TimeoutException()) };
        await using SafeModel<int, string> safe = model.WithSafety(_ => { });

        StressReport report = await StressRunner.RunAsync(safe, [1], Quick with { ExceptionsAreFaults = isFault });

        Assert.That(report.Count(StressOutcomeKind.Exception, nameof(TimeoutException)), Is.EqualTo(1_000));
        Assert.That(report.Faults, isFault ? Is.EqualTo(new[] { "1,000 calls threw TimeoutException." }) : Is.Empty);
    }

    [Test]
    public async Task Call_that_hangs_is_given_up_listed_and_not_waited_for()
    {
        FakeTimeProvider time = new();
        FakeModel<int, string> model = new("");
        int hung = 0;
        model.When(input => input is 3 or 5 && Interlocked.Increment(ref hung) > 0, FakeReply.HangRegardless);
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety.UseRecording(new() { DrainTimeout = TimeSpan.Zero }));

        Task<StressReport> run = StressRunner.RunAsync(safe, call => (int)call, Quick with { Calls = 20, Concurrency = 1, TimeProvider = time, CallBudget = TimeSpan.FromSeconds(1) });
        for (int hanging = 1; hanging <= 2; hanging++)
        {
            // Time passes only while the one call in hand is one that hangs.
            await Until(() => Volatile.Read(ref hung) == hanging);
            time.Advance(TimeSpan.FromSeconds(2));
        }

        StressReport report = await run;

        Assert.That(report.Count(StressOutcomeKind.OverBudget, "given up"), Is.EqualTo(2));
        Assert.That(report.Count(StressOutcomeKind.Output), Is.EqualTo(18));
        Assert.That(report.StillRunningCalls, Is.EqualTo(new[] { 3, 5 }));
        Assert.That(report.Faults.Single(), Does.StartWith("2 calls took longer than 00:00:01; 2 had not ended"));
        Assert.That(report.Latency.Max, Is.GreaterThan(1e6));
        model.Release();
    }

    [Test]
    public async Task Call_that_holds_its_thread_is_given_up_too()
    {
        FakeTimeProvider time = new();
        using ManualResetEventSlim held = new();
        int holding = 0;
        FakeModel<int, string> model = new(input =>
        {
            if (input == 3)
            {
                Interlocked.Increment(ref holding);
                held.Wait();
            }

            return "";
        });
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety.UseRecording(new() { DrainTimeout = TimeSpan.Zero }));

        Task<StressReport> run = StressRunner.RunAsync(safe, call => (int)call, Quick with { Calls = 20, Concurrency = 1, TimeProvider = time, CallBudget = TimeSpan.FromSeconds(1) });
        await Until(() => Volatile.Read(ref holding) == 1);
        time.Advance(TimeSpan.FromSeconds(2));
        StressReport report = await run;
        held.Set();

        Assert.That(report.StillRunningCalls, Is.EqualTo(new[] { 3 }));
        Assert.That(report.Ended, Is.EqualTo(20));
    }

    [Test]
    public async Task Call_that_ends_after_it_was_given_up_is_counted_once()
    {
        FakeTimeProvider time = new();
        FakeModel<int, string> model = new("");
        int hung = 0;
        model.When(input => input == 3 && Interlocked.Increment(ref hung) > 0, FakeReply.HangRegardless);
        await using SafeModel<int, string> safe = model.WithSafety(_ => { });

        Task<StressReport> run = StressRunner.RunAsync(safe, call => (int)call, Quick with
        {
            Calls = 20,
            Concurrency = 1,
            TimeProvider = time,
            CallBudget = TimeSpan.FromSeconds(1),
            Events = [new(4, "release", _ => { model.Release(); return default; })],
        });
        await Until(() => Volatile.Read(ref hung) == 1);
        time.Advance(TimeSpan.FromSeconds(2));
        StressReport report = await run;

        Assert.That((report.Started, report.Ended, report.Count(StressOutcomeKind.Output), report.OverBudget), Is.EqualTo((20L, 20L, 19L, 1L)));
    }

    [Test]
    public async Task Events_happen_before_their_call_and_failing_ones_are_faults()
    {
        FakeModel<int, string> model = new("");
        ScriptedAdmission<int> door = new();
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety.AddAdmissionGuard(door.ToAdmissionGuard()));

        StressReport report = await StressRunner.RunAsync(safe, [1], Quick with
        {
            Concurrency = 1,
            Events =
            [
                new(301, "shut", _ => { door.Override = GuardStep.Block("shut"); return default; }),
                new(401, "open", _ => { door.Override = null; return default; }),
                new(500, "broken", _ => throw new TimeoutException()),
            ],
        });

        Assert.That(report.Count(StressOutcomeKind.Refusal, "shut"), Is.EqualTo(100));
        Assert.That(report.Count(StressOutcomeKind.Output), Is.EqualTo(900));
        Assert.That(report.Events.Select(one => (one.AtCall, one.Name)), Is.EqualTo(new[] { (301L, "shut"), (401L, "open"), (500L, "broken") }));
        Assert.That(report.Faults, Is.EqualTo(new[] { "Event 'broken' threw TimeoutException." }));
    }

    [Test]
    public async Task Monitor_that_is_stuck_is_not_waited_for_and_its_rows_are_accounted_for()
    {
        using ManualResetEventSlim held = new();
        await using SafeModel<int, string> safe = new FakeModel<int, string>("").WithSafety(safety => safety
            .UseRecording(new() { QueueCapacity = 2, DrainTimeout = TimeSpan.Zero })
            .AddMonitor(_ => new Watcher(held))
            .AddMonitor(_ => new Watcher()));

        StressReport report = await StressRunner.RunAsync(safe, [1], Quick with { Calls = 5_000, FlushTimeout = TimeSpan.FromMilliseconds(200) });
        held.Set();

        Assert.That(report.MonitorsFlushed, Is.False);
        Assert.That(report.Monitors.Select(one => one.Recorded), Is.All.EqualTo(5_000));
        Assert.That(report.Monitors[0].Observed, Is.Zero);
        Assert.That(report.Faults, Is.Empty);
    }

    [Test]
    public async Task Progress_is_told_in_order_and_what_it_throws_ends_the_run()
    {
        List<StressProgress> told = [];
        await using SafeModel<int, string> safe = new FakeModel<int, string>("").WithSafety(_ => { });
        await StressRunner.RunAsync(safe, [1], Quick with { ProgressEvery = 100, OnProgress = told.Add, Concurrency = 1 });

        Assert.That(told.Select(one => one.Started), Is.EqualTo(Enumerable.Range(1, 10).Select(i => (100 * i) - 1)));
        Assert.That(told, Is.All.Matches<StressProgress>(one => one.Ended == one.Started && one.OverBudget == 0));
        Assert.That(
            async () => await StressRunner.RunAsync(safe, [1], Quick with { ProgressEvery = 100, OnProgress = _ => throw new TimeoutException() }),
            Throws.InstanceOf<TimeoutException>());
    }

    [Test]
    public async Task Cancelled_run_ends_even_with_calls_that_hang()
    {
        using CancellationTokenSource cancel = new();
        FakeModel<int, string> model = new("") { Override = FakeReply.Hang };
        await using SafeModel<int, string> safe = model.WithSafety(_ => { });
        Task<StressReport> run = StressRunner.RunAsync(safe, [1], Quick, cancellationToken: cancel.Token);
        await cancel.CancelAsync();

        Assert.That(async () => await run, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Exceptions_that_nobody_observes_are_found()
    {
        FakeModel<int, string> model = new(_ =>
        {
            Forget();
            return "";
        });
        await using SafeModel<int, string> safe = model.WithSafety(_ => { });

        StressReport report = await StressRunner.RunAsync(safe, [1], Quick with { Calls = 50 });

        Assert.That(report.UnobservedExceptions, Is.GreaterThanOrEqualTo(49));
        Assert.That(report.FirstUnobserved[0], Is.InstanceOf<TimeoutException>());
        Assert.That(report.Faults.Single(), Does.Contain("not observed"));

        static void Forget() => _ = Task.FromException(new TimeoutException());
    }

    [Test]
    public async Task Memory_that_grows_is_found_and_memory_that_does_not_is_flat()
    {
        List<byte[]> leak = [];
        StressOptions options = Quick with { Calls = 20_000, Concurrency = 2, MemorySamples = 20, MemoryGrowthLimit = 100 };
        await using SafeModel<int, string> leaking = new FakeModel<int, string>(_ =>
        {
            lock (leak)
            {
                leak.Add(new byte[1_000]);
            }

            return "";
        }).WithSafety(_ => { });
        await using SafeModel<int, string> tight = new FakeModel<int, string>("").WithSafety(_ => { });

        MemoryTrend grown = (await StressRunner.RunAsync(leaking, [1], options)).Memory;
        leak.Clear();
        MemoryTrend flat = (await StressRunner.RunAsync(tight, [1], options)).Memory;

        Assert.That((grown.Verdict, flat.Verdict), Is.EqualTo((MemoryVerdict.Growing, MemoryVerdict.Flat)));
        Assert.That(grown.BytesPerCall, Is.EqualTo(1_024).Within(60));
        Assert.That(grown.Samples, Has.Count.EqualTo(20));
        Assert.That((grown.Samples[0].Call, grown.Samples[^1].Call), Is.EqualTo((0L, 20_000L)));
    }

    [Test]
    public async Task Inputs_are_given_in_turn_or_drawn_by_the_seed()
    {
        Assert.That((await Asked(null)).Select(call => call.Input), Is.EqualTo(Enumerable.Range(0, 1_000).Select(i => i % 7)));
        int[] drawn = [.. (await Asked(3)).Select(call => call.Input)];
        Assert.That((await Asked(3)).Select(call => call.Input), Is.EqualTo(drawn));
        Assert.That((await Asked(4)).Select(call => call.Input), Is.Not.EqualTo(drawn));
        Assert.That(drawn.Distinct().Count(), Is.EqualTo(7));

        static async Task<IReadOnlyList<FakeCall<int>>> Asked(ulong? seed)
        {
            FakeModel<int, string> model = new("");
            await using SafeModel<int, string> safe = model.WithSafety(_ => { });
            await StressRunner.RunAsync(safe, [.. Enumerable.Range(0, 7)], Quick with { Concurrency = 1, Seed = seed });
            return model.Calls;
        }
    }

    [Test]
    public async Task Counts_in_equal_counts_out_under_any_plan() =>
        await Gen.Select(Gen.ULong, Gen.Int[1, 600], Gen.Int[1, 40], Gen.Double[0, 0.3], Gen.Double[0, 0.3], Gen.Double[0, 0.3]).SampleAsync(
            async (seed, calls, concurrency, exceptions, nan, wrong) =>
            {
                FaultyModel<int, float> faulty = new FakeModel<int, float>(1f).WithFaults(seed, plan => plan.AddExceptions(exceptions).AddNaN(nan).AddWrongOutputs(wrong, (_, _) => 2f));
                ScriptedGuard<float> judge = new();
                judge.When(float.IsNaN, GuardStep.Block("nan"));
                await using SafeModel<int, float> safe = faulty.WithSafety(safety => safety.AddOutputGuard(judge.ToOutputGuard<int>()).AddFallback(0f).AddMonitor(_ => new Watcher()));
                StressReport report = await StressRunner.RunAsync(safe, [1], Quick with { Calls = calls, Concurrency = concurrency }, output => output != 2f);
                FaultReport faults = faulty.GetReport();
                return report.Started == calls && report.Ended == calls && faults.Calls == calls
                    && report.Count(StressOutcomeKind.Fallback) == faults.Faults[0].Injected + faults.Faults[1].Injected
                    && report.Count(StressOutcomeKind.Unacceptable) == faults.Faults[2].Injected
                    && report.Count(StressOutcomeKind.Output) == faults.Untouched
                    && report.Monitors.Single() is { Pending: 0 } monitor && monitor.Recorded == calls
                    && report.UnobservedExceptions == 0;
            },
            seed: "0000stress01",
            iter: 20);

    [Test]
    public void Options_out_of_range_are_refused_by_name()
    {
        SafeModel<int, string> safe = new FakeModel<int, string>("").WithSafety(_ => { });
        foreach ((StressOptions options, string option) in ((StressOptions, string)[])
        [
            (Quick with { Calls = 0 }, "Calls is 0"),
            (Quick with { Concurrency = 0 }, "Concurrency is 0"),
            (Quick with { CallBudget = TimeSpan.Zero }, "CallBudget"),
            (Quick with { MemorySamples = 3 }, "MemorySamples is 3"),
            (Quick with { MemoryWarmUp = double.NaN }, "MemoryWarmUp"),
            (Quick with { MemoryGrowthLimit = double.NaN }, "MemoryGrowthLimit"),
            (Quick with { Events = [new(1_001, "late", _ => default)] }, "Events['late'].AtCall is 1001"),
        ])
        {
            Assert.That(() => StressRunner.RunAsync(safe, [1], options), Throws.ArgumentException.With.Message.Contains(option));
        }

        Assert.That(() => StressRunner.RunAsync(safe, [], Quick), Throws.ArgumentException);
    }

    [Test]
    public async Task Text_has_outcomes_latency_memory_monitors_and_faults()
    {
        await using SafeModel<int, string> safe = new FakeModel<int, string>("").WithSafety(safety => safety.AddMonitor(_ => new Watcher()));
        string text = (await StressRunner.RunAsync(safe, [1], Quick with { MemorySamples = 8, Events = [new(5, "nothing", _ => default)] })).ToString();

        foreach (string part in (string[])["1,000 calls, 8 at once", "Output", "100.000", "latency in microseconds", "memory:", "monitor watcher: 1,000 recorded", "event at call 5: nothing", "faults: none"])
        {
            Assert.That(text, Does.Contain(part));
        }
    }

    [Test]
    public void Latency_is_the_exact_quantile()
    {
        StressLatency latency = StressLatency.Of([.. Enumerable.Range(1, 1_000).Reverse().Select(i => (float)i)]);

        Assert.That(latency, Is.EqualTo(new StressLatency(500, 900, 990, 999, 1_000)));
        Assert.That(StressLatency.Of([7]), Is.EqualTo(new StressLatency(7, 7, 7, 7, 7)));
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private sealed class Watcher(ManualResetEventSlim? held = null) : ISafetyMonitor
    {
        public string Name => held is null ? "watcher" : "stuck";

        public void Observe(ColumnBlock block, MonitorContext context) => held?.Wait();
    }

    /// <summary>Answers where the model failed, and for nothing else.</summary>
    private sealed class Fallback : IFallbackPolicy<int, string>
    {
        public string Name => "fallback";

        public ValueTask<Verdict<string>> FallBackAsync(int input, SafetyContext context) => new(
            context.Reasons.Any(reason => reason.Code == EvidenceCodes.ModelFailed)
                ? Verdict.Replace("from the fallback", new Evidence("test.fallback", "The model failed."))
                : Verdict.Block("test.pass", "Passed on."));
    }
}
