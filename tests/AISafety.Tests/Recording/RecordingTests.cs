using AISafety.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Recording;

[TestFixture]
public sealed class RecordingTests
{
    [Test]
    public async Task Observe_rows_hold_what_was_received_and_what_became_of_it()
    {
        List<(float X, float Length, byte Code, SafetyAction Action, string ServedBy, bool HasOutput, CallId Id)> rows = [];
        ColumnHandle length = default;
        CodesHandle parity = default;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety =>
        {
            length = safety.AddColumn("length", (_, output) => output.Length);
            parity = safety.AddCodes("parity", x => x == 9 ? null : x % 2 == 0 ? "even" : x == 7 ? "lucky" : "odd", ["even", "odd"]);
            safety.UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
                .AddInputGuard(Scripted.Input((x, _) => new(x switch
                {
                    2 => Verdict.Replace(22, Scripted.Reason),
                    3 => Verdict.Block(Scripted.Reason),
                    4 => Verdict.Review(Scripted.Reason),
                    _ => Verdict.Allow,
                })))
                .AddFallbackPolicy(Scripted.Fallback((x, _) => new(x == 4 ? Verdict.Replace("spare", Scripted.Reason) : Verdict.Block(Scripted.Reason))))
                .AddMonitor(new Scripted.Monitor("monitor", (block, _) =>
                {
                    for (int row = 0; row < block.RowCount; row++)
                    {
                        rows.Add((block.Feature(0)[row], block.Column(length)[row], block.Codes(parity)[row], block.Actions[row],
                            block.ServedByName(block.ServedBy[row]), block.HasOutput[row], block.CallIdAt(row)));
                    }
                }));
        });

        List<CallId> ids = [];
        foreach (int input in new[] { 1, 2, 3, 4, 7, 9 })
        {
            ids.Add((await safe.EvaluateAsync(input)).CallId);
        }

        await safe.FlushAsync();
        Assert.That(rows, Is.EqualTo(new[]
        {
            (1f, 1f, (byte)1, SafetyAction.Allow, "model", true, ids[0]),
            (2f, 2f, (byte)0, SafetyAction.Replace, "model", true, ids[1]),
            (3f, float.NaN, (byte)1, SafetyAction.Block, "none", false, ids[2]),
            (4f, 5f, (byte)0, SafetyAction.Review, "fallback", true, ids[3]),
            (7f, 1f, CodesHandle.Unseen, SafetyAction.Allow, "model", true, ids[4]),
            (9f, 1f, CodesHandle.Missing, SafetyAction.Allow, "model", true, ids[5]),
        }));
    }

    [Test]
    public async Task Observe_call_denied_before_features_were_needed_has_its_features_all_the_same()
    {
        List<float> seen = [];
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Deny(Scripted.Reason))))
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => seen.AddRange(block.Feature(0)))));

        await safe.EvaluateAsync(42);
        await safe.FlushAsync();

        Assert.That(seen, Is.EqualTo(new[] { 42f }));
    }

    [Test]
    public async Task Observe_projection_that_throws_is_missing_and_changes_no_answer()
    {
        List<float> seen = [];
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety =>
        {
            ColumnHandle column = safety.AddColumn("throws", (_, _) => throw new InvalidOperationException());
            safety.AddMonitor(new Scripted.Monitor("monitor", (block, _) => seen.AddRange(block.Column(column))));
        });

        Assert.That(await safe.PredictAsync(1), Is.EqualTo("1"));
        await safe.FlushAsync();
        Assert.That(seen, Is.EqualTo(new[] { float.NaN }));
    }

    [Test]
    public async Task Observe_aged_block_arrives_without_a_flush()
    {
        FakeTimeProvider time = new();
        TaskCompletionSource<int> observed = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(time)
            .UseRecording(new() { MaxBlockAge = TimeSpan.FromSeconds(10) })
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => observed.TrySetResult(block.RowCount))));

        await safe.PredictAsync(1);
        time.Advance(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await observed.Task, Is.EqualTo(1));
    }

    [Test]
    public async Task Observe_aged_block_arrives_though_the_clock_was_set_back()
    {
        SetBackTime time = new();
        TaskCompletionSource<int> observed = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(time)
            .UseRecording(new() { MaxBlockAge = TimeSpan.FromSeconds(10) })
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => observed.TrySetResult(block.RowCount))));

        await safe.PredictAsync(1);
        time.Back = TimeSpan.FromHours(1);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await observed.Task, Is.EqualTo(1));
    }

    [Test]
    public async Task Observe_stuck_monitor_starves_no_other_and_delays_no_call()
    {
        using ManualResetEventSlim release = new();
        long seen = 0;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(new FakeTimeProvider())
            .UseRecording(new() { QueueCapacity = 2 })
            .AddMonitor(new Scripted.Monitor("stuck", (_, _) => release.Wait()))
            .AddMonitor(new Scripted.Monitor("live", (block, _) => Interlocked.Add(ref seen, block.RowCount))));

        // Far more than the stuck monitor's queue holds. Waiting for the live one keeps its queue from filling, and one of the two blocks free
        // for the next: the last may still be on its way back.
        for (int block = 0; block < 50; block++)
        {
            for (int i = 0; i < 256; i++)
            {
                await safe.PredictAsync(i);
            }

            SpinWait.SpinUntil(() => Interlocked.Read(ref seen) == 256 * (block + 1));
        }

        release.Set();
        await safe.FlushAsync();
        IReadOnlyList<MonitorStatistics> statistics = safe.GetMonitorStatistics();
        Assert.That(statistics[0].Dropped, Is.Positive);
        Assert.That(statistics[1], Is.EqualTo(new MonitorStatistics("live", 50 * 256, 50 * 256, 0)));
    }

    [Test]
    public async Task Observe_monitor_throws_counts_as_dropped_raises_an_alert_and_goes_on()
    {
        List<SafetyAlert> alerts = [];
        int blocks = 0;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .OnAlert(_ => throw new InvalidOperationException("a handler that fails"))
            .OnAlert(alerts.Add)
            .AddMonitor(new Scripted.Monitor("fragile", (_, _) =>
            {
                if (blocks++ == 0)
                {
                    throw new InvalidDataException("secret");
                }
            })));

        await safe.PredictAsync(1);
        await safe.FlushAsync();
        await safe.PredictAsync(2);
        await safe.FlushAsync();

        Assert.That(safe.GetMonitorStatistics()[0], Is.EqualTo(new MonitorStatistics("fragile", 2, 1, 1)));
        Assert.That(alerts.Single().Code, Is.EqualTo("monitor.failed"));
        Assert.That(alerts.Single().Monitor, Is.EqualTo("fragile"));
        Assert.That(alerts.Single().Message, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task FlushAsync_rows_of_a_lane_that_was_given_up_by_a_waiting_call_arrive()
    {
        long seen = 0;
        TaskCompletionSource<Verdict<int>> pending = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((x, _) => x == 0 ? new(pending.Task) : new(Verdict.Allow)))
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => Interlocked.Add(ref seen, block.RowCount))));

        await safe.PredictAsync(1);
        Task waiting = safe.PredictAsync(0).AsTask();
        await safe.FlushAsync();
        Assert.That(Interlocked.Read(ref seen), Is.EqualTo(1));

        pending.SetResult(Verdict.Allow);
        await waiting;
        await safe.FlushAsync();
        Assert.That(Interlocked.Read(ref seen), Is.EqualTo(2));
    }

    [Test]
    public void DisposeAsync_under_load_loses_no_row_without_counting_it()
    {
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 4000], Gen.Bool).Sample((threads, before, waits) =>
        {
            long returned = 0;
            long observed = 0;
            SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
                .UseRecording(new() { QueueCapacity = 2 })
                .AddInputGuard(Scripted.Input(async (x, _) =>
                {
                    if (waits && x % 5 == 0)
                    {
                        await Task.Yield();
                    }

                    return Verdict.Allow;
                }))
                .AddMonitor(new Scripted.Monitor("monitor", (block, _) => Interlocked.Add(ref observed, block.RowCount))));
            Task[] load = [.. Enumerable.Range(0, threads).Select(_ => Task.Run(async () =>
            {
                try
                {
                    for (int i = 0; ; i++)
                    {
                        await safe.PredictAsync(i);
                        Interlocked.Increment(ref returned);
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            }))];
            SpinWait.SpinUntil(() => Interlocked.Read(ref returned) >= before);
            safe.DisposeAsync().AsTask().Wait();
            Task.WaitAll(load);

            MonitorStatistics statistics = safe.GetMonitorStatistics()[0];
            Assert.That(statistics.Pending, Is.Zero);
            Assert.That(statistics.Recorded, Is.EqualTo(returned));
            Assert.That(statistics.Observed, Is.EqualTo(observed));
        }, iter: 40, threads: 1, seed: "0000KuFFaqt2");
    }

    [Test]
    public async Task DisposeAsync_stuck_monitor_is_given_up_and_what_it_held_is_counted()
    {
        using ManualResetEventSlim release = new();
        SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .AddMonitor(new Scripted.Monitor("stuck", (_, context) => release.Wait(CancellationToken.None))));
        for (int i = 0; i < 1000; i++)
        {
            await safe.PredictAsync(i);
        }

        await safe.DisposeAsync();
        release.Set();

        MonitorStatistics statistics = safe.GetMonitorStatistics()[0];
        Assert.That(statistics.Pending, Is.Zero);
        Assert.That(statistics.Recorded, Is.EqualTo(1000));
        Assert.ThrowsAsync<ObjectDisposedException>(async () => await safe.PredictAsync(1));
    }

    [Test]
    public async Task FlushAsync_monitor_is_stuck_waits_until_it_is_cancelled()
    {
        using ManualResetEventSlim release = new();
        using CancellationTokenSource cancellation = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddMonitor(new Scripted.Monitor("stuck", (_, _) => release.Wait())));
        await safe.PredictAsync(1);

        Task flush = safe.FlushAsync(cancellation.Token).AsTask();
        Assert.That(flush.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(async () => await flush);
        release.Set();
    }

    [Test]
    public async Task Latency_measured_has_a_column_a_stage()
    {
        FakeTimeProvider time = new();
        List<float> total = [];
        List<float> model = [];
        IReadOnlyList<string> stages = [];
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x =>
        {
            time.Advance(TimeSpan.FromMilliseconds(3));
            return "answer";
        }).WithSafety(safety => safety
            .UseTimeProvider(time)
            .UseRecording(new() { MeasureLatency = true })
            .AddInputGuard(Scripted.Input((_, _) =>
            {
                time.Advance(TimeSpan.FromMilliseconds(2));
                return new(Verdict.Allow);
            }))
            .AddOutputGuard(Scripted.Output(Verdict.Allow))
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) =>
            {
                stages = block.Stages;
                total.AddRange(block.Latency);
                model.AddRange(block.StageLatency(1));
            })));

        await safe.PredictAsync(1);
        await safe.FlushAsync();

        Assert.That(stages, Is.EqualTo(new[] { "input", "model", "output" }));
        Assert.That(total, Is.EqualTo(new[] { 5000f }));
        Assert.That(model, Is.EqualTo(new[] { 3000f }));
    }

    /// <summary>A clock that somebody sets back; timers and time stamps do not mind.</summary>
    private sealed class SetBackTime : FakeTimeProvider
    {
        public TimeSpan Back { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Back;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
