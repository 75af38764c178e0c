using System.Runtime.CompilerServices;
using AISafety.Telemetry;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class TimeoutTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task AddTimeout_model_that_ignores_its_token_ends_as_a_refusal_in_time()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(call.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        SafetyResult<string> result = await call;

        Assert.That((result.Action, result.HasOutput), Is.EqualTo((SafetyAction.Block, false)));
        Assert.That(result.Codes(), Is.EqualTo(new[] { "model.timeout" }));
        late.SetResult("late");
    }

    [Test]
    public async Task AddTimeout_predict_throws_the_refusal()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second));

        Task<string> call = safe.PredictAsync(1).AsTask();
        clock.Advance(s_second);

        SafetyBlockedException refused = Assert.ThrowsAsync<SafetyBlockedException>(async () => await call)!;
        Assert.That(refused.Evidence[0].Code, Is.EqualTo("model.timeout"));
        late.SetResult("late");
    }

    [Test]
    public async Task AddTimeout_fallback_answers()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second).AddFallback("careful"));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(s_second);

        Assert.That(((await call).Output, (await call).ServedBy), Is.EqualTo(("careful", "fallback-constant")));
        late.SetResult("late");
    }

    [Test]
    public async Task AddTimeout_answer_in_time_is_the_models()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> answer = new();
        await using SafeModel<int, string> safe = Models.Of(answer.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        answer.SetResult("well");
        SafetyResult<string> result = await call;

        Assert.That((result.Action, result.Output, result.ServedBy), Is.EqualTo((SafetyAction.Allow, "well", "model")));
    }

    [Test]
    public async Task AddTimeout_cancels_the_attempts_token()
    {
        FakeTimeProvider clock = new();
        CancellationToken seen = default;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(async (_, token) =>
        {
            seen = token;
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return "never";
        }).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(s_second);

        Assert.That((await call).Codes(), Is.EqualTo(new[] { "model.timeout" }));
        Assert.That(seen.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task AddTimeout_lease_is_held_until_the_model_ends()
    {
        FakeTimeProvider clock = new();
        Lease lease = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety
            .UseTimeProvider(clock)
            .AddAdmissionGuard(new Scripted.AdmissionGuard("lease", (_, _) => new(Admission.Grant(lease))))
            .AddTimeout(s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(s_second);
        await call;
        Assert.That(lease.Released, Is.Zero);
        late.SetException(new InvalidOperationException());

        await lease.Ended;
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task AddTimeout_context_that_is_still_used_goes_to_no_other_call()
    {
        FakeTimeProvider clock = new();
        Routed late = new();
        await using SafeModel<int, string> safe = late.WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, new() { Key = "first" }).AsTask();
        clock.Advance(s_second);
        CallId first = (await call).CallId;
        SafetyContext kept = late.Context!;
        late.Answer.SetResult("now");
        for (int i = 0; i < 50; i++)
        {
            Assert.That((await safe.EvaluateAsync(2, new() { Key = "other" })).Action, Is.EqualTo(SafetyAction.Allow));
        }

        Assert.That((kept.CallId, kept.Call.Key), Is.EqualTo((first, "first")));
    }

    [Test]
    public async Task AddTimeout_cancellation_by_the_caller_goes_first()
    {
        FakeTimeProvider clock = new();
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second).AddFallback("careful"));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        clock.Advance(s_second);

        Assert.CatchAsync<OperationCanceledException>(async () => await call);
        late.SetResult("late");
    }

    [Test]
    public async Task AddTimeout_model_that_works_synchronously_is_given_up_on_where_it_runs_on_the_pool()
    {
        FakeTimeProvider clock = new();
        using ManualResetEventSlim stuck = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(_ =>
        {
            stuck.Wait();
            return "late";
        }).WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second, onThreadPool: true));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(s_second);

        Assert.That((await call).Codes(), Is.EqualTo(new[] { "model.timeout" }));
        stuck.Set();
    }

    [Test]
    public async Task AddTimeout_of_every_row_of_a_batch_is_its_own()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((input, _) => input == 2 ? new(late.Task) : new($"{input}"))
            .WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(s_second));
        SafetyResult<string>[] results = new SafetyResult<string>[4];

        Task batch = safe.EvaluateBatchAsync(new[] { 1, 2, 3, 4 }, results).AsTask();
        clock.Advance(s_second);
        await batch;

        Assert.That(results.Select(result => result.HasOutput ? result.Output : result.Codes()[0]), Is.EqualTo(new[] { "1", "model.timeout", "3", "4" }));
        late.SetResult("late");
    }

    [Test]
    [NonParallelizable]
    public void AddTimeout_late_exceptions_are_observed()
    {
        string marker = Guid.NewGuid().ToString();
        List<string> unobserved = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            lock (unobserved)
            {
                unobserved.AddRange(args.Exception.Flatten().InnerExceptions.Select(one => one.Message).Where(message => message == marker));
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            Late(marker);
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.That(unobserved, Is.Empty);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Late(string marker)
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety
            .UseTimeProvider(clock).AddBulkhead(4).AddTimeout(s_second).AddHedging(Models.Of(late.Task), TimeSpan.FromMilliseconds(100)).AddTimeout(TimeSpan.FromSeconds(3)).AddRetry(new() { Delay = TimeSpan.Zero, MaxRetries = 1 }));
        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        for (int turn = 0; !call.IsCompleted; turn++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            Thread.Yield();
            if (turn > 5_000_000)
            {
                Assert.Fail("The call does not end.");
            }
        }

        Assert.That(call.Result.Codes(), Is.EqualTo(new[] { "model.timeout" }));
        late.TrySetException(new InvalidOperationException(marker));
    }

    private sealed class Routed : IRoutedModel<int, string>
    {
        public SafetyContext? Context { get; private set; }

        public TaskCompletionSource<string> Answer { get; } = new();

        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async ValueTask<Served<string>> PredictAsync(int input, SafetyContext context)
        {
            Context ??= context;
            return new(await Answer.Task, "routed");
        }
    }

    [Test]
    public async Task AddTimeout_that_is_over_before_anybody_has_waited_loses_no_row()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, _) =>
        {
            // As where the thread was held up for longer than the timeout: the attempt runs on, and yet the answer is there at once.
            clock.Advance(TimeSpan.FromSeconds(1));
            return new(late.Task);
        }).WithSafety(safety => safety
            .UseTimeProvider(clock)
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", static x => x))
            .AddMonitor(_ => new Idle())
            .AddTimeout(TimeSpan.FromSeconds(1))
            .AddFallback("careful"));

        ValueTask<SafetyResult<string>> call = safe.EvaluateAsync(1);
        Assert.That(call.IsCompletedSuccessfully, Is.True);
        Assert.That((await call).Codes()[0], Is.EqualTo("model.timeout"));

        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        await safe.FlushAsync(patience.Token);
        Assert.That(safe.GetMonitorStatistics()[0], Is.EqualTo(new MonitorStatistics("idle", 1, 1, 0)));
        late.SetResult("late");
    }

    private sealed class Idle : ISafetyMonitor
    {
        public string Name => "idle";

        public void Observe(ColumnBlock block, MonitorContext context)
        {
        }
    }

    [Test]
    public async Task AddTimeout_answer_of_a_synchronous_model_that_comes_too_late_is_given_and_counted()
    {
        FakeTimeProvider clock = new();
        using Watched watched = new();
        using MetricCollector<long> events = watched.Collect<long>(SafetyTelemetry.ResilienceEvents);
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(seconds =>
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            return "well";
        }).WithSafety(safety => safety.UseName("m").UseTimeProvider(clock).UseMetrics(watched.Meters).AddTimeout(TimeSpan.FromSeconds(2)));

        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Watched.Texts(events), Is.Empty);
        Assert.That((await safe.EvaluateAsync(3)).Action, Is.EqualTo(SafetyAction.Allow));

        Assert.That(Watched.Texts(events), Does.Contain("event=late model=m strategy=timeout: 1"));
    }
}
