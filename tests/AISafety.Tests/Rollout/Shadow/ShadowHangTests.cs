using System.Threading.Channels;
using AISafety.Rollout;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Rollout;

/// <summary>Candidates that do not come back.</summary>
[TestFixture]
public sealed class ShadowHangTests
{
    private static readonly TimeSpan s_budget = TimeSpan.FromSeconds(1);

    private static SafeModel<int, string> Safe(FakeTimeProvider clock, Func<int, CancellationToken, ValueTask<string>> candidate, int maxAbandoned = 4, List<SafetyAlert>? alerts = null, int concurrency = 1) =>
        Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(clock)
            .OnAlert(alert =>
            {
                lock (clock)
                {
                    alerts?.Add(alert);
                }
            })
            .AddShadow(Model.FromDelegate(candidate), options: new() { TimeBudget = s_budget, MaxAbandoned = maxAbandoned, Concurrency = concurrency }));

    [Test]
    public async Task Candidate_that_heeds_its_token_times_out()
    {
        FakeTimeProvider clock = new();
        Gate gate = new();
        await using SafeModel<int, string> safe = Safe(clock, async (input, token) =>
        {
            gate.Enter();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return "";
        });
        await safe.PredictAsync(0);
        await gate.EnteredAsync(1);
        clock.Advance(s_budget);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().TimedOut, safe.GetShadowReport().Abandoned, safe.GetShadowReport().AbandonedNow), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public async Task Late_answer_is_not_compared()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Safe(clock, (input, _) =>
        {
            clock.Advance(s_budget);
            return new($"{input}");
        });
        await safe.PredictAsync(0);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().TimedOut, safe.GetShadowReport().Compared), Is.EqualTo((1, 0)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Candidate_that_ignores_its_token_is_abandoned_and_the_next_call_is_shadowed(bool blocksItsThread)
    {
        FakeTimeProvider clock = new();
        Gate gate = new();
        await using SafeModel<int, string> safe = Safe(clock, async (input, _) =>
        {
            if (input == 0)
            {
                gate.Enter();
                await gate.LeaveAsync(blocksItsThread);
            }

            return $"{input}";
        });
        await safe.PredictAsync(0);
        await gate.EnteredAsync(1);
        await safe.PredictAsync(1);
        Assert.That(safe.GetShadowReport().Pending, Is.EqualTo(2));

        clock.Advance(2 * s_budget);
        await safe.FlushAsync();
        ShadowReport<int, string> report = safe.GetShadowReport();
        Assert.That((report.Abandoned, report.AbandonedNow, report.Agreed, report.IsStopped), Is.EqualTo((1, 1, 1, false)));

        gate.Open();
        while (safe.GetShadowReport().AbandonedNow > 0)
        {
            await Task.Yield();
        }

        await safe.PredictAsync(2);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().Agreed, safe.GetShadowReport().Abandoned), Is.EqualTo((2, 1)));
    }

    [TestCase(true, 1)]
    [TestCase(false, 1)]
    [TestCase(true, 2)]
    public async Task Too_many_that_are_out_stop_the_shadow_until_all_have_come_back(bool blocksItsThread, int concurrency)
    {
        FakeTimeProvider clock = new();
        Gate gate = new();
        List<SafetyAlert> alerts = [];
        await using SafeModel<int, string> safe = Safe(
            clock,
            async (input, _) =>
            {
                if (input < 2)
                {
                    gate.Enter();
                    await gate.LeaveAsync(blocksItsThread);
                }

                return $"{input}";
            },
            maxAbandoned: 2,
            alerts,
            concurrency);
        for (int i = 0; i < 2; i++)
        {
            await safe.PredictAsync(i);
            await gate.EnteredAsync(i + 1);
            if (i == 0)
            {
                clock.Advance(2 * s_budget);
            }
        }

        // Waits in the queue when the shadow stops, unless there is a thread for it.
        await safe.PredictAsync(5);
        if (concurrency == 2)
        {
            await safe.FlushAsync(new CancellationTokenSource(0).Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            while (safe.GetShadowReport().Agreed == 0)
            {
                await Task.Yield();
            }
        }

        clock.Advance(2 * s_budget);
        await safe.FlushAsync();
        ShadowReport<int, string> report = safe.GetShadowReport();
        Assert.That((report.Abandoned, report.AbandonedNow, report.IsStopped, report.Dropped), Is.EqualTo((2, 2, true, concurrency == 2 ? 0 : 1)));
        Assert.That(await safe.PredictAsync(6), Is.EqualTo("6"));
        Assert.That(safe.GetShadowReport().Dropped, Is.EqualTo(report.Dropped + 1));
        Assert.That(Of(alerts, "shadow.stopped"), Is.EqualTo(new[] { AlertState.Raised }));
        PartHealth health = safe.PartsOf<ShadowModel<int, string>>().Single().GetHealth();
        Assert.That((health.Part, health.State), Is.EqualTo(("shadow", HealthState.Degraded)));

        gate.Open();
        while (Of(alerts, "shadow.stopped").Length < 2)
        {
            await Task.Yield();
        }

        await safe.PredictAsync(7);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().Agreed, safe.GetShadowReport().IsStopped), Is.EqualTo((concurrency == 2 ? 2 : 1, false)));
        Assert.That(Of(alerts, "shadow.stopped"), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));

        AlertState[] Of(List<SafetyAlert> all, string code)
        {
            lock (clock)
            {
                return [.. all.Where(alert => alert.Code == code).Select(alert => alert.State)];
            }
        }
    }

    [Test]
    public async Task Rule_that_hangs_is_abandoned_too()
    {
        FakeTimeProvider clock = new();
        Gate gate = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseTimeProvider(clock).AddShadow(
            Scripted.Model,
            (input, _, _) =>
            {
                if (input == 0)
                {
                    gate.Enter();
                    gate.LeaveAsync(blocks: true);
                }

                return true;
            },
            new() { TimeBudget = s_budget }));
        await safe.PredictAsync(0);
        await gate.EnteredAsync(1);
        await safe.PredictAsync(1);
        clock.Advance(2 * s_budget);
        await safe.FlushAsync();
        Assert.That((safe.GetShadowReport().Abandoned, safe.GetShadowReport().Agreed), Is.EqualTo((1, 1)));
        gate.Open();
    }

    [Test]
    public async Task What_a_candidate_registers_with_its_token_may_throw()
    {
        FakeTimeProvider clock = new();
        Gate gate = new();
        await using SafeModel<int, string> safe = Safe(clock, async (input, token) =>
        {
            TaskCompletionSource<string> late = new();
            token.Register(() =>
            {
                late.SetResult("late");
                throw new InvalidOperationException();
            });
            gate.Enter();
            return await late.Task;
        });
        await safe.PredictAsync(0);
        await gate.EnteredAsync(1);
        clock.Advance(s_budget);
        await safe.FlushAsync();
        Assert.That(safe.GetShadowReport().TimedOut, Is.EqualTo(1));
    }

    [Test]
    public async Task Candidate_that_often_fails_degrades_health_and_never_more()
    {
        FakeTimeProvider clock = new();
        List<SafetyAlert> alerts = [];
        await using SafeModel<int, string> safe = Safe(clock, (input, _) => input < 20 ? throw new InvalidOperationException() : new($"{input}"), alerts: alerts);
        for (int i = 0; i < 20; i++)
        {
            await safe.PredictAsync(i);
        }

        await safe.FlushAsync();
        Assert.That(safe.PartsOf<ShadowModel<int, string>>().Single().GetHealth().State, Is.EqualTo(HealthState.Degraded));
        Assert.That(alerts.Select(alert => (alert.Code, alert.State)), Is.EqualTo(new[] { ("shadow.candidate-failing", AlertState.Raised) }));
        for (int i = 20; i < 100; i++)
        {
            await safe.PredictAsync(i);
        }

        await safe.FlushAsync();
        Assert.That(safe.PartsOf<ShadowModel<int, string>>().Single().GetHealth().State, Is.EqualTo(HealthState.Healthy));
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Disposal_gives_up_on_a_candidate_that_does_not_come_back_in_time(bool blocksItsThread)
    {
        FakeTimeProvider clock = new();
        Gate gate = new();
        SafeModel<int, string> safe = Safe(clock, async (input, _) =>
        {
            gate.Enter();
            await gate.LeaveAsync(blocksItsThread);
            return $"{input}";
        });
        await safe.PredictAsync(0);
        await gate.EnteredAsync(1);
        await safe.PredictAsync(1);
        Task disposed = safe.DisposeAsync().AsTask();
        while (!disposed.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        ShadowReport<int, string> report = safe.GetShadowReport();
        Assert.That((report.Sampled, report.Pending), Is.EqualTo((2, 0)));
        Assert.That(report.Abandoned + report.Dropped, Is.EqualTo(2));
        Assert.That(report.IsStopped, Is.False);
        gate.Open();
    }

    [Test]
    public async Task Disposal_lets_the_candidate_finish_what_waits()
    {
        ManualResetEventSlim go = new();
        SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddShadow(Model.FromDelegate<int, string>(input =>
        {
            go.Wait();
            return $"{input}";
        })));
        for (int i = 0; i < 10; i++)
        {
            await safe.PredictAsync(i);
        }

        Task disposed = safe.DisposeAsync().AsTask();
        Assert.That(disposed.IsCompleted, Is.False);
        go.Set();
        await disposed;
        Assert.That(safe.GetShadowReport().Agreed, Is.EqualTo(10));
    }

    /// <summary>Holds whoever enters until it is opened.</summary>
    private sealed class Gate
    {
        private readonly Channel<bool> _entered = Channel.CreateUnbounded<bool>();
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _seen;

        public void Enter() => _entered.Writer.TryWrite(true);

        public async Task EnteredAsync(int times)
        {
            for (; _seen < times; _seen++)
            {
                await _entered.Reader.ReadAsync();
            }
        }

        public Task LeaveAsync(bool blocks)
        {
            if (blocks)
            {
                _open.Task.GetAwaiter().GetResult();
            }

            return _open.Task;
        }

        public void Open() => _open.TrySetResult();
    }
}
