using AISafety.Review;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Recording;

/// <summary>Flushing and disposal when somebody else is in the way.</summary>
[TestFixture]
public sealed class DrainTests
{
    [Test]
    public async Task DisposeAsync_no_free_block_and_no_time_counts_the_rows_that_are_left()
    {
        using StuckClock clock = new();
        SafeModel<int, string> safe = Build(clock);
        await StickDistributorAsync(safe, clock);

        // Two blocks are free; the third is dropped when it is full, and a hundred rows stay behind.
        const int Calls = 3 * 256 + 100;
        for (int i = 0; i < Calls; i++)
        {
            await safe.PredictAsync(i);
        }

        Task disposal = safe.DisposeAsync().AsTask();
        clock.Release();
        await disposal;

        MonitorStatistics statistics = safe.GetMonitorStatistics()[0];
        Assert.That(statistics.Pending, Is.Zero);
        Assert.That(statistics.Recorded, Is.EqualTo(Calls + 2), "The first call comes twice, the second time with its label.");
        await safe.FlushAsync();
    }

    [Test]
    public async Task DisposeAsync_no_free_block_yet_waits_for_one_instead_of_dropping()
    {
        using StuckClock clock = new();
        using ManualResetEventSlim proceed = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SafeModel<int, string> safe = null!;
        safe = Build(clock, TimeSpan.FromDays(1), context =>
        {
            safe.ReportLabel(context.CallId, 2);
            entered.SetResult();
            proceed.Wait();
        });
        await StickDistributorAsync(safe, clock);
        for (int i = 0; i < 2 * 256; i++)
        {
            await safe.PredictAsync(i);
        }

        // This call's lane comes home when the model closes and no block is free. Only a row that arrives is joined with its label.
        Task last = Task.Factory.StartNew(() => safe.PredictAsync(-1).AsTask().Wait(), TaskCreationOptions.LongRunning);
        await entered.Task;
        Task disposal = safe.DisposeAsync().AsTask();
        proceed.Set();
        await last;
        clock.Release();
        await disposal;

        Assert.That(safe.GetOutcomeStatistics(), Is.EqualTo(new OutcomeStatistics(2, 2, 0)));
    }

    [Test]
    public async Task FlushAsync_thread_that_never_stops_calling_does_not_hold_it_up()
    {
        // The lane is at home for an instant between two calls. Whoever brings it there must hand it over.
        using SemaphoreSlim entered = new(0);
        using SemaphoreSlim proceed = new(0);
        long seen = 0;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x =>
        {
            entered.Release();
            proceed.Wait();
            return $"{x}";
        }).WithSafety(safety => safety
            .UseTimeProvider(new FakeTimeProvider())
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => Interlocked.Add(ref seen, block.RowCount))));
        Task calls = Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < 3; i++)
                {
                    _ = safe.PredictAsync(i).AsTask().Result;
                }
            },
            TaskCreationOptions.LongRunning);
        await entered.WaitAsync();
        proceed.Release();
        await entered.WaitAsync();

        Task flush = safe.FlushAsync().AsTask();
        proceed.Release();
        await entered.WaitAsync();
        await flush;

        Assert.That(Interlocked.Read(ref seen), Is.EqualTo(2));
        proceed.Release();
        await calls;
    }

    [Test]
    public async Task FlushAsync_markers_take_no_room_from_rows()
    {
        using ManualResetEventSlim release = new();
        using ManualResetEventSlim stuck = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(new FakeTimeProvider())
            .UseRecording(new() { QueueCapacity = 2 })
            .AddMonitor(new Scripted.Monitor("slow", (_, _) =>
            {
                stuck.Set();
                release.Wait();
            })));
        await safe.PredictAsync(1);
        List<Task> flushes = [safe.FlushAsync().AsTask()];
        stuck.Wait();
        flushes.AddRange(Enumerable.Range(0, 8).Select(_ => safe.FlushAsync().AsTask()));
        await safe.PredictAsync(2);
        flushes.Add(safe.FlushAsync().AsTask());

        release.Set();
        await Task.WhenAll(flushes);
        Assert.That(safe.GetMonitorStatistics()[0], Is.EqualTo(new MonitorStatistics("slow", 2, 2, 0)));
    }

    [Test]
    public async Task DisposeAsync_monitor_registers_a_callback_that_throws_or_never_returns([Values] bool throws)
    {
        using ManualResetEventSlim release = new();
        using ManualResetEventSlim stuck = new();
        SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .AddMonitor(new Scripted.Monitor("monitor", (_, context) =>
            {
                context.CancellationToken.Register(() =>
                {
                    if (throws)
                    {
                        throw new InvalidOperationException();
                    }

                    release.Wait(CancellationToken.None);
                });
                stuck.Set();
                release.Wait(CancellationToken.None);
            })));
        await safe.PredictAsync(1);
        Task flush = safe.FlushAsync().AsTask();
        stuck.Wait();
        await safe.PredictAsync(2);

        await safe.DisposeAsync();

        Assert.That(safe.GetMonitorStatistics()[0], Is.EqualTo(new MonitorStatistics("monitor", 2, 0, 2)));
        release.Set();
        await flush;
    }

    [Test]
    public async Task DisposeAsync_review_queue_fails_to_end_its_registration_closes_all_the_same()
    {
        FailingQueue queue = new();
        SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseOutcomes(output => output.Length)
            .AddHumanReview(queue)
            .AddMonitor(new Scripted.Monitor("monitor", (_, _) => { })));
        await safe.PredictAsync(1);

        Assert.ThrowsAsync<InvalidDataException>(async () => await safe.DisposeAsync());

        Assert.ThrowsAsync<ObjectDisposedException>(async () => await safe.PredictAsync(1));
        Assert.That(safe.GetMonitorStatistics()[0], Is.EqualTo(new MonitorStatistics("monitor", 1, 1, 0)));
    }

    [Test]
    public async Task ReportOutcome_after_disposal_is_refused()
    {
        SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseOutcomes(output => output.Length));
        CallId id = (await safe.EvaluateAsync(1)).CallId;
        await safe.DisposeAsync();

        Assert.That(() => safe.ReportOutcome(id, "1"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => safe.ReportLabel(id, 1), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(safe.GetOutcomeStatistics().Accepted, Is.Zero);
    }

    private static SafeModel<int, string> Build(TimeProvider clock, TimeSpan drain = default, Action<SafetyContext>? onLast = null) =>
        Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(clock)
            .UseRecording(new() { QueueCapacity = 2, DrainTimeout = drain })
            .UseOutcomes(output => output.Length)
            .AddInputGuard(Scripted.Input((x, context) =>
            {
                if (x == -1)
                {
                    onLast!(context);
                }

                return new(Verdict.Allow);
            }))
            .AddMonitor(new Scripted.Monitor("monitor", (_, _) => { })));

    /// <summary>Leaves the distributor waiting for the clock, with a joined row in hand.</summary>
    private static async Task StickDistributorAsync(SafeModel<int, string> safe, StuckClock clock)
    {
        CallId id = (await safe.EvaluateAsync(0)).CallId;
        await safe.FlushAsync();
        safe.ReportLabel(id, 1);
        clock.Stick();
        _ = safe.FlushAsync();
        clock.Stuck.Wait();
    }

    /// <summary>A clock that the distributor, and nobody else, can be made to wait for.</summary>
    private sealed class StuckClock : FakeTimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _open = new(true);

        public ManualResetEventSlim Stuck { get; } = new();

        public void Stick() => _open.Reset();

        public void Release() => _open.Set();

        public override DateTimeOffset GetUtcNow()
        {
            if (Thread.CurrentThread.Name == "AISafety distributor" && !_open.IsSet)
            {
                Stuck.Set();
                _open.Wait();
            }

            return base.GetUtcNow();
        }

        public void Dispose()
        {
            _open.Dispose();
            Stuck.Dispose();
        }
    }

    private sealed class FailingQueue : ScriptedReviewQueue
    {
        public override IDisposable OnDecided(Action<ReviewDecision<string>> handler) => new Registration();

        private sealed class Registration : IDisposable
        {
            public void Dispose() => throw new InvalidDataException();
        }
    }
}
