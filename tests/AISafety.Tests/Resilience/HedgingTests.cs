using AISafety.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class HedgingTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task AddHedging_first_answers_in_time_second_is_not_asked()
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Of(Task.FromResult("first")).WithSafety(safety => safety
            .AddHedging(Models.Attempts((attempt, _) => Task.FromResult($"second {asked = attempt}")), s_second));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Output, result.ServedBy, asked), Is.EqualTo(("first", "model", 0)));
    }

    [Test]
    public async Task AddHedging_second_answers_first_and_the_loser_is_cancelled()
    {
        FakeTimeProvider clock = new();
        CancellationToken seen = default;
        TaskCompletionSource<string> first = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, token) =>
        {
            seen = token;
            return new(first.Task);
        }).WithSafety(safety => safety.UseTimeProvider(clock).AddHedging(Models.Of(Task.FromResult("second")), s_second, "spare"));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(call.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        SafetyResult<string> result = await call;

        Assert.That((result.Action, result.Output, result.ServedBy), Is.EqualTo((SafetyAction.Allow, "second", "spare")));
        Assert.That(seen.IsCancellationRequested, Is.True);
        first.SetException(new InvalidOperationException());
    }

    [Test]
    public async Task AddHedging_first_answers_after_all_and_the_second_is_cancelled()
    {
        FakeTimeProvider clock = new();
        CancellationToken seen = default;
        TaskCompletionSource<string> first = new();
        TaskCompletionSource<string> second = new();
        TaskCompletionSource asked = new();
        await using SafeModel<int, string> safe = Models.Of(first.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddHedging(
            Model.FromDelegate<int, string>((_, token) =>
            {
                seen = token;
                asked.SetResult();
                return new(second.Task);
            }),
            s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(s_second);
        await asked.Task;
        first.SetResult("first");
        SafetyResult<string> result = await call;

        Assert.That((result.Output, result.ServedBy, seen.IsCancellationRequested), Is.EqualTo(("first", "model", true)));
        second.SetResult("late");
    }

    [Test]
    public async Task AddHedging_first_fails_second_is_asked_at_once()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Models.Failing.WithSafety(safety => safety.UseTimeProvider(clock).AddHedging(Models.Of(Task.FromResult("second")), s_second));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Output, result.ServedBy), Is.EqualTo(("second", "second")));
    }

    [Test]
    public async Task AddHedging_both_fail_ends_as_model_failed()
    {
        await using SafeModel<int, string> safe = Models.Failing.WithSafety(safety => safety.AddHedging(Models.Failing, s_second).AddFallback("careful"));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Codes()[0], result.ServedBy), Is.EqualTo(("model.failed", "fallback-constant")));
    }

    [Test]
    public async Task AddHedging_caller_cancels_both()
    {
        FakeTimeProvider clock = new();
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource<string> never = new();
        await using SafeModel<int, string> safe = Models.Of(never.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddHedging(Models.Of(never.Task), s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
        clock.Advance(s_second);
        await cancellation.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(async () => await call);
        never.SetResult("late");
    }

    [Test]
    public void AddHedging_name_that_means_the_model_is_refused() => Assert.That(
        () => Models.Failing.WithSafety(safety => safety.AddHedging(Models.Failing, s_second, "model")),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'AddHedging': name is model; expected a name that does not mean the model or nobody"));

    [Test]
    public async Task AddHedging_refusal_of_the_first_is_its_answer_and_asks_nobody_else()
    {
        TaskCompletionSource<string> slow = new();
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Of(slow.Task).WithSafety(safety => safety
            .AddHedging(Models.Attempts((attempt, _) => Task.FromResult($"older {asked = attempt}")), TimeSpan.FromDays(1), "older").AddBulkhead(2));

        Task<SafetyResult<string>>[] calls = [.. Enumerable.Range(0, 50).Select(input => safe.EvaluateAsync(input).AsTask())];
        slow.SetResult("well");
        SafetyResult<string>[] results = await Task.WhenAll(calls);

        Assert.That((asked, results.Count(result => result.HasOutput)), Is.EqualTo((0, 2)));
        Assert.That(results.Skip(2).SelectMany(result => result.Codes()), Is.All.EqualTo("bulkhead.full"));
    }

    [Test]
    public async Task AddHedging_refusal_of_the_second_is_no_answer()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> first = new();
        TaskCompletionSource asked = new();
        await using SafeModel<int, string> safe = Models.Of(first.Task).WithSafety(safety => safety.UseTimeProvider(clock).AddHedging(
            Model.FromDelegate<int, string>((_, _) =>
            {
                asked.SetResult();
                throw new ModelUnavailableException(new("test.busy", "Busy."));
            }),
            s_second));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(s_second);
        await asked.Task;
        first.SetResult("first");

        Assert.That(((await call).Output, (await call).ServedBy), Is.EqualTo(("first", "model")));
    }
}
