using AISafety.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class RetryTests
{
    private static readonly RetryOptions s_atOnce = new() { Delay = TimeSpan.Zero };

    [Test]
    public async Task AddRetry_asks_again_until_the_model_answers()
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => (asked = attempt) < 3 ? throw new InvalidOperationException() : Task.FromResult("well"))
            .WithSafety(safety => safety.AddRetry(s_atOnce));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Action, result.Output, asked), Is.EqualTo((SafetyAction.Allow, "well", 3)));
    }

    [Test]
    public async Task AddRetry_that_does_not_help_ends_as_what_the_model_threw()
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => throw new InvalidOperationException($"{asked = attempt}"))
            .WithSafety(safety => safety.AddRetry(s_atOnce).AddFallback("careful"));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((result.Codes()[0], asked), Is.EqualTo(("model.failed", 3)));
    }

    [Test]
    public async Task AddRetry_null_answer_is_asked_again()
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => Task.FromResult((asked = attempt) == 1 ? null! : "well")).WithSafety(safety => safety.AddRetry(s_atOnce));

        Assert.That(((await safe.EvaluateAsync(1)).Output, asked), Is.EqualTo(("well", 2)));
    }

    [Test]
    public async Task AddRetry_waits_by_the_builders_clock()
    {
        FakeTimeProvider clock = new();
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => (asked = attempt) == 1 ? throw new InvalidOperationException() : Task.FromResult("well"))
            .WithSafety(safety => safety.UseTimeProvider(clock).AddRetry(new() { Delay = TimeSpan.FromSeconds(2), UseJitter = false }));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.That((call.IsCompleted, asked), Is.EqualTo((false, 1)));
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(((await call).Output, asked), Is.EqualTo(("well", 2)));
    }

    [Test]
    public async Task AddRetry_typed_refusals_are_not_repeated([Values] bool nested)
    {
        int asked = 0;
        await using SafeModel<int, string> inner = Models.Failing.WithSafety(safety => safety.AddInputValidation(rules => rules.Rule("no", _ => false, "Never.")));
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((input, token) =>
        {
            asked++;
            return nested ? inner.PredictAsync(input, token) : throw new ModelUnavailableException(new("test.refused", "No."));
        }).WithSafety(safety => safety.AddRetry(s_atOnce).AddFallback("careful"));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That((asked, result.Codes()[0]), Is.EqualTo((1, nested ? "model.failed" : "test.refused")));
    }

    [Test]
    public async Task AddRetry_what_the_caller_cancels_is_not_repeated()
    {
        using CancellationTokenSource cancellation = new();
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Attempts(async (attempt, token) =>
        {
            asked = attempt;
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            return "never";
        }).WithSafety(safety => safety.AddRetry(s_atOnce));

        Assert.CatchAsync<OperationCanceledException>(async () => await safe.EvaluateAsync(1, default, cancellation.Token));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task AddRetry_around_a_timeout_gives_each_attempt_its_time()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => attempt == 1 ? late.Task : Task.FromResult("well"))
            .WithSafety(safety => safety.UseTimeProvider(clock).AddTimeout(TimeSpan.FromSeconds(1)).AddRetry(s_atOnce));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await call).Output, Is.EqualTo("well"));
        late.SetResult("late");
    }

    [Test]
    public async Task AddRetry_When_says_what_is_worth_it([Values] bool throws)
    {
        int asked = 0;
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => throw new InvalidOperationException($"{asked = attempt}"))
            .WithSafety(safety => safety.AddRetry(s_atOnce with { When = _ => throws ? throw new NotSupportedException() : false }).AddFallback("careful"));

        Assert.That(((await safe.EvaluateAsync(1)).Codes()[0], asked), Is.EqualTo(("model.failed", 1)));
    }

    [Test]
    public async Task AddResilience_pipeline_of_ones_own_is_around_the_model()
    {
        int asked = 0;
        FakeTimeProvider clock = new();
        DateTimeOffset? given = null;
        await using SafeModel<int, string> safe = Models.Attempts((attempt, _) => (asked = attempt) == 1 ? throw new InvalidOperationException() : Task.FromResult("well"))
            .WithSafety(safety => safety.UseTimeProvider(clock).AddResilience(pipeline =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                given = pipeline.TimeProvider?.GetUtcNow();
                pipeline.AddRetry(new() { Delay = TimeSpan.Zero });
            }));

        Assert.That(((await safe.EvaluateAsync(1)).Output, asked, given), Is.EqualTo(("well", 2, (DateTimeOffset?)clock.GetUtcNow())));
    }

    [TestCase(0, 100, 5000, "RetryOptions.MaxRetries is 0; expected 1 to 100")]
    [TestCase(2, -1, 5000, "RetryOptions.Delay is -00:00:00.0010000; expected 00:00:00 to 1.00:00:00")]
    [TestCase(2, 100, 50, "RetryOptions.MaxDelay is 00:00:00.0500000; expected 00:00:00.1000000 to 1.00:00:00")]
    public void AddRetry_option_out_of_range_is_refused(int retries, int delay, int longest, string message) => Assert.That(
        () => Models.Failing.WithSafety(safety => safety.AddRetry(new() { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(delay), MaxDelay = TimeSpan.FromMilliseconds(longest) })),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
}
