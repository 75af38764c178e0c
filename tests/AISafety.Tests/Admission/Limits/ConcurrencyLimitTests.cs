using System.Threading.RateLimiting;
using AISafety.Limits;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Limits;

[TestFixture]
public sealed class ConcurrencyLimitTests
{
    [Test]
    public async Task AddConcurrencyLimit_without_a_queue_denies_at_once()
    {
        Waiting model = new();
        await using SafeModel<int, string> safe = model.Build(safety => safety.AddConcurrencyLimit(1));
        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();

        Evidence denied = (await safe.EvaluateAsync(2)).Evidence.Single();
        Assert.That((denied.Code, denied.Guard), Is.EqualTo(("concurrency.full", "concurrency-limit")));

        model.End(1);
        Assert.That((await first).Action, Is.EqualTo(SafetyAction.Allow));
        Task<SafetyResult<string>> third = safe.EvaluateAsync(3).AsTask();
        model.End(3);
        Assert.That((await third).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AddConcurrencyLimit_queue_lets_calls_in_as_others_end_and_shows_them()
    {
        using Watched watched = new();
        using MetricCollector<double> running = watched.Collect<double>("aisafety.concurrency.running");
        using MetricCollector<double> queued = watched.Collect<double>("aisafety.concurrency.waiting");
        Waiting model = new();
        await using SafeModel<int, string> safe = model.Build(safety => safety.UseName("credit").UseMetrics(watched.Meters).AddConcurrencyLimit(1, new() { QueueLimit = 2 }));
        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Task<SafetyResult<string>> second = safe.EvaluateAsync(2).AsTask();
        Task<SafetyResult<string>> third = safe.EvaluateAsync(3).AsTask();

        Assert.That((await safe.EvaluateAsync(4)).Evidence.Single().Code, Is.EqualTo("concurrency.full"));
        running.RecordObservableInstruments();
        queued.RecordObservableInstruments();
        Assert.That((Watched.Texts(running).Single(), Watched.Texts(queued).Single()), Is.EqualTo(("model=credit: 1", "model=credit: 2")));

        model.End(1);
        Assert.That((await first).Output, Is.EqualTo("1"));
        model.End(2);
        Assert.That((await second).Output, Is.EqualTo("2"));
        model.End(3);
        Assert.That((await third).Output, Is.EqualTo("3"));
    }

    [Test]
    public async Task AddConcurrencyLimit_newest_first_refuses_the_one_who_has_waited_longest()
    {
        Waiting model = new();
        await using SafeModel<int, string> safe = model.Build(safety => safety.AddConcurrencyLimit(1, new() { QueueLimit = 1, Order = QueueProcessingOrder.NewestFirst }));
        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Task<SafetyResult<string>> second = safe.EvaluateAsync(2).AsTask();
        Task<SafetyResult<string>> third = safe.EvaluateAsync(3).AsTask();

        Assert.That((await second).Evidence.Single().Code, Is.EqualTo("concurrency.full"));
        model.End(1);
        model.End(3);
        Assert.That(((await first).Output, (await third).Output), Is.EqualTo(("1", "3")));
    }

    [Test]
    public async Task AddConcurrencyLimit_waiting_too_long_is_a_denial_and_leaves_the_queue()
    {
        FakeTimeProvider clock = new();
        Waiting model = new();
        await using SafeModel<int, string> safe = model.Build(safety => safety.UseTimeProvider(clock).AddConcurrencyLimit(1, new() { QueueLimit = 1, MaxWait = TimeSpan.FromSeconds(5) }));
        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Task<SafetyResult<string>> second = safe.EvaluateAsync(2).AsTask();

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(second.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That((await second).Evidence.Single().Code, Is.EqualTo("concurrency.timeout"));

        Task<SafetyResult<string>> third = safe.EvaluateAsync(3).AsTask();
        model.End(1);
        model.End(3);
        Assert.That(((await first).Output, (await third).Output), Is.EqualTo(("1", "3")));
        Assert.That(model.Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task AddConcurrencyLimit_caller_who_gives_up_waiting_is_cancelled_and_leaves_the_queue()
    {
        Waiting model = new();
        using CancellationTokenSource cancellation = new();
        await using SafeModel<int, string> safe = model.Build(safety => safety.AddConcurrencyLimit(1, new() { QueueLimit = 1 }));
        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Task<SafetyResult<string>> second = safe.EvaluateAsync(2, default, cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(async () => await second);

        Task<SafetyResult<string>> third = safe.EvaluateAsync(3).AsTask();
        model.End(1);
        model.End(3);
        Assert.That(((await first).Output, (await third).Output), Is.EqualTo(("1", "3")));
    }

    [Test]
    public async Task AddConcurrencyLimit_counts_a_call_until_its_model_ends_whoever_still_waits()
    {
        Waiting model = new();
        using CancellationTokenSource cancellation = new();
        await using SafeModel<int, string> safe = model.Build(safety => safety.UseRecording(new() { DrainTimeout = TimeSpan.Zero }).AddConcurrencyLimit(1, new() { QueueLimit = 1 }));
        Task<SafetyResult<string>> first = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(async () => await first);

        Task<SafetyResult<string>> second = safe.EvaluateAsync(2).AsTask();
        Assert.That(model.Asked, Is.EqualTo(1));
        model.End(1);
        model.End(2);
        Assert.That((await second).Output, Is.EqualTo("2"));
    }

    [Test]
    public async Task AddConcurrencyLimit_never_more_at_once_than_allowed_and_every_lease_comes_back()
    {
        int now = 0;
        int most = 0;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(async (input, _) =>
        {
            int running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return input % 7 == 0 ? throw new InvalidOperationException() : "answer";
        }).WithSafety(safety => safety.AddConcurrencyLimit(3, new() { QueueLimit = 1_000 }).AddFallback("fallback"));

        for (int round = 0; round < 20; round++)
        {
            SafetyResult<string>[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => safe.EvaluateAsync(i).AsTask())));
            Assert.That(results.Count(result => result.Evidence.Any(evidence => evidence.Code.StartsWith("concurrency.", StringComparison.Ordinal))), Is.Zero);
        }

        Assert.That(most, Is.InRange(1, 3));
    }

    [Test]
    public void AddConcurrencyLimit_options_out_of_range_are_refused()
    {
        SafetyBuilder<int, string> builder = new(Scripted.Model);
        Refused(0, new(), "permits is 0");
        Refused(1, new() { QueueLimit = -1 }, "QueueLimit is -1");
        Refused(1, new() { MaxWait = TimeSpan.Zero }, "MaxWait is 00:00:00");
        Refused(1, new() { MaxWait = TimeSpan.FromDays(50) }, "MaxWait is 50.");
        Refused(1, new() { Order = (QueueProcessingOrder)7 }, "Order is 7");

        void Refused(int permits, ConcurrencyLimitOptions options, string message) =>
            Assert.That(() => builder.AddConcurrencyLimit(permits, options), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    /// <summary>A model whose calls end when a test says so.</summary>
    private sealed class Waiting
    {
        private readonly TaskCompletionSource<string>[] _calls = [.. Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource<string>())];
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public SafeModel<int, string> Build(Action<SafetyBuilder<int, string>> configure) => Model.FromDelegate<int, string>((input, _) =>
        {
            Interlocked.Increment(ref _asked);
            return new ValueTask<string>(_calls[input].Task);
        }).WithSafety(configure);

        public void End(int input) => _calls[input].TrySetResult($"{input}");
    }
}
