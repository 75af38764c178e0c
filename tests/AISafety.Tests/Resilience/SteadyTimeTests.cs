using AISafety.Resilience;
using AISafety.Tests.Support;
using Polly;
using Polly.CircuitBreaker;

namespace AISafety.Tests.Resilience;

/// <summary>What happens when the wall clock is set while something waits.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SteadyTimeTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly SetClock _clock = new();
    private bool _fails = true;

    private IModel<int, string> Flaky => Model.FromDelegate<int, string>(_ => _fails ? throw new InvalidOperationException() : "well");

    [TestCase(-1)]
    [TestCase(1)]
    public void SteadyTime_goes_by_what_has_elapsed(int days)
    {
        SteadyTime steady = new(_clock);
        DateTimeOffset start = _clock.GetUtcNow();

        _clock.Advance(s_second);
        _clock.Set = TimeSpan.FromDays(days);
        _clock.Advance(s_second);

        Assert.That(steady.GetUtcNow(), Is.EqualTo(start + (2 * s_second)));
    }

    [TestCase(-1)]
    [TestCase(1)]
    public async Task Circuit_is_open_as_long_as_it_says(int days)
    {
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Flaky.WithSafety(safety => safety
            .UseTimeProvider(_clock).AddCircuitBreaker(new() { MinimumCalls = 2, ProbeCalls = 1, BreakFor = 10 * s_second }, handle).AddFallback("careful"));
        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(1);
        Assert.That(handle.State, Is.EqualTo(CircuitState.Open));
        _fails = false;

        _clock.Set = TimeSpan.FromDays(days);
        _clock.Advance(9 * s_second);
        SafetyResult<string> early = await safe.EvaluateAsync(1);
        Assert.That((early.ServedBy, early.Evidence[0].RetryAfter), Is.EqualTo(("fallback-constant", (TimeSpan?)s_second)));

        _clock.Advance(s_second);
        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("model"));
        Assert.That(handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Circuit_waits_for_a_probe_as_long_as_it_says()
    {
        TaskCompletionSource<string> hung = new();
        int call = 0;
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, _) => ++call switch
        {
            <= 2 => ValueTask.FromException<string>(new InvalidOperationException()),
            3 => new(hung.Task),
            _ => new("well"),
        }).WithSafety(safety => safety
            .UseTimeProvider(_clock).AddCircuitBreaker(new() { MinimumCalls = 2, ProbeCalls = 1, BreakFor = s_second, ProbePatience = 10 * s_second }, handle).AddFallback("careful"));
        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(1);
        _clock.Advance(s_second);
        Task<SafetyResult<string>> probe = safe.EvaluateAsync(1).AsTask();

        _clock.Set = -TimeSpan.FromDays(1);
        _clock.Advance(9 * s_second);
        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("fallback-constant"));
        _clock.Advance(s_second);

        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("model"));
        Assert.That(handle.State, Is.EqualTo(CircuitState.Closed));
        hung.SetResult("late");
        await probe;
    }

    [TestCase(-1)]
    [TestCase(1)]
    public async Task Ladder_stays_at_a_rung_as_long_as_it_says(int days)
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Flaky.WithSafety(safety => safety.UseTimeProvider(_clock).AddDegradation(
            rungs => rungs.Rules(_ => "rules"), new() { Window = 2, MinimumCalls = 2, StayAtLeast = 10 * s_second, ProbeEvery = 1, ProbesToMoveUp = 1 }, ladder));
        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(1);
        Assert.That(ladder.CurrentRung, Is.EqualTo("rules"));
        _fails = false;

        _clock.Set = TimeSpan.FromDays(days);
        _clock.Advance(9 * s_second);
        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("rules"));
        _clock.Advance(s_second);
        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("model"));

        Assert.That((ladder.CurrentRung, ladder.History[^1].At), Is.EqualTo(("full", _clock.GetUtcNow())));
    }

    [TestCase(-1)]
    [TestCase(1)]
    public async Task Timeout_waits_as_long_as_it_says(int days)
    {
        TaskCompletionSource<string> hung = new();
        await using SafeModel<int, string> safe = Models.Of(hung.Task).WithSafety(safety => safety.UseTimeProvider(_clock).AddTimeout(10 * s_second));
        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();

        _clock.Set = TimeSpan.FromDays(days);
        _clock.Advance(9 * s_second);
        Assert.That(call.IsCompleted, Is.False);
        _clock.Advance(s_second);

        Assert.That((await call).Codes(), Is.EqualTo(new[] { "model.timeout" }));
        hung.SetResult("late");
    }

    [TestCase(-1)]
    [TestCase(1)]
    public async Task Retry_and_hedge_wait_as_long_as_they_say(int days)
    {
        TaskCompletionSource<string> hung = new();
        int asked = 0;
        await using SafeModel<int, string> retrying = Model.FromDelegate<int, string>(_ => asked++ == 0 ? throw new InvalidOperationException() : "well").WithSafety(safety => safety
            .UseTimeProvider(_clock).AddRetry(new() { Delay = 5 * s_second, UseJitter = false }));
        await using SafeModel<int, string> hedging = Models.Of(hung.Task).WithSafety(safety => safety
            .UseTimeProvider(_clock).AddHedging(Models.Of(Task.FromResult("second")), 5 * s_second));
        Task<SafetyResult<string>>[] calls = [retrying.EvaluateAsync(1).AsTask(), hedging.EvaluateAsync(1).AsTask()];

        _clock.Set = TimeSpan.FromDays(days);
        _clock.Advance(4 * s_second);
        Assert.That(calls.Select(call => call.IsCompleted), Has.All.False);
        _clock.Advance(s_second);

        Assert.That((await Task.WhenAll(calls)).Select(result => result.Output), Is.EqualTo(new[] { "well", "second" }));
        hung.SetResult("late");
    }

    [Test]
    public async Task AddResilience_gives_a_pipeline_of_ones_own_the_steady_clock()
    {
        await using SafeModel<int, string> safe = Flaky.WithSafety(safety => safety.UseTimeProvider(_clock).AddFallback("careful").AddResilience(pipeline => pipeline
            .AddCircuitBreaker(new() { MinimumThroughput = 2, FailureRatio = 0.5, BreakDuration = 10 * s_second })));
        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(1);
        _fails = false;
        Assert.That((await safe.EvaluateAsync(1)).Codes(), Has.Member("circuit.open"));

        _clock.Set = -TimeSpan.FromDays(1);
        _clock.Advance(10 * s_second);

        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("model"));
    }
}
