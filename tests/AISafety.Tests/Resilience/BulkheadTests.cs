using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class BulkheadTests
{
    [Test]
    public async Task AddBulkhead_full_ends_as_a_refusal_with_RetryAfter()
    {
        TaskCompletionSource<string> answer = new();
        await using SafeModel<int, string> safe = Models.Of(answer.Task).WithSafety(safety => safety.AddBulkhead(1, retryAfter: TimeSpan.FromSeconds(3)));

        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        SafetyResult<string> second = await safe.EvaluateAsync(2);
        answer.SetResult("well");

        Assert.That((second.Action, second.Codes()[0], second.Evidence[0].RetryAfter), Is.EqualTo((SafetyAction.Block, "bulkhead.full", (TimeSpan?)TimeSpan.FromSeconds(3))));
        Assert.That((second.RetryAfter, (await first).RetryAfter), Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(3), (TimeSpan?)null)));
        Assert.That((await first).Output, Is.EqualTo("well"));
        Assert.That((await safe.EvaluateAsync(3)).Output, Is.EqualTo("well"));
    }

    [Test]
    public async Task AddBulkhead_queue_waits_its_turn()
    {
        TaskCompletionSource<string>[] answers = [new(), new()];
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => answers[attempt - 1].Task).WithSafety(safety => safety.AddBulkhead(1, queue: 1));

        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Task<SafetyResult<string>> second = safe.EvaluateAsync(2).AsTask();
        Assert.That((await safe.EvaluateAsync(3)).Codes(), Is.EqualTo(new[] { "bulkhead.full" }));
        answers[1].SetResult("second");
        Assert.That(second.IsCompleted, Is.False);
        answers[0].SetResult("first");

        Assert.That(((await first).Output, (await second).Output), Is.EqualTo(("first", "second")));
    }

    [Test]
    public async Task AddBulkhead_place_is_held_until_the_model_ends_though_the_call_timed_out()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => attempt == 1 ? late.Task : Task.FromResult("well"))
            .WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(TimeSpan.FromSeconds(1)).AddBulkhead(1));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await call).Codes(), Is.EqualTo(new[] { "model.timeout" }));
        Assert.That((await safe.EvaluateAsync(2)).Codes(), Is.EqualTo(new[] { "bulkhead.full" }));
        late.SetException(new InvalidOperationException());

        // The model's end may be noticed on another thread.
        SafetyResult<string> next = await safe.EvaluateAsync(3);
        for (int turn = 0; turn < 1_000_000 && !next.HasOutput; turn++)
        {
            await Task.Yield();
            next = await safe.EvaluateAsync(3);
        }

        Assert.That(next.Output, Is.EqualTo("well"));
    }

    [Test]
    public async Task AddBulkhead_caller_cancels_in_the_queue_gives_the_place_back()
    {
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource<string> answer = new();
        await using SafeModel<int, string> safe = Models.Of(answer.Task).WithSafety(safety => safety.AddBulkhead(1, queue: 1));

        Task<SafetyResult<string>> first = safe.EvaluateAsync(1).AsTask();
        Task<SafetyResult<string>> waiting = safe.EvaluateAsync(2, default, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(async () => await waiting);
        Task<SafetyResult<string>> third = safe.EvaluateAsync(3).AsTask();
        answer.SetResult("well");

        Assert.That(((await first).Output, (await third).Output), Is.EqualTo(("well", "well")));
    }

    [TestCase(0, 0, "'AddBulkhead': concurrency is 0; expected 1 to 1000000")]
    [TestCase(1, -1, "'AddBulkhead': queue is -1; expected 0 to 1000000")]
    public void AddBulkhead_out_of_range_is_refused(int concurrency, int queue, string message) => Assert.That(
        () => Models.Failing.WithSafety(safety => safety.AddBulkhead(concurrency, queue)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));

    [TestCase(9)]
    [TestCase(86_400_001)]
    public void AddTimeout_out_of_range_is_refused(double milliseconds) => Assert.That(
        () => Models.Failing.WithSafety(safety => safety.AddTimeout(TimeSpan.FromMilliseconds(milliseconds))),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("expected 00:00:00.0100000 to 1.00:00:00"));
}
