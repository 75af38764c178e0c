using AISafety.Resilience;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace AISafety.Tests.Resilience;

/// <summary>What opens a circuit besides exceptions and blocked answers: outcomes that are reported later, and alerts.</summary>
[TestFixture]
public sealed class CircuitSafetyOutcomeTests
{
    private static readonly CircuitBreakerOptions s_options = new() { ErrorRatio = 0.5, MinimumLabels = 4 };

    private readonly FakeTimeProvider _clock = new();
    private CircuitBreakerHandle _handle = new();

    [SetUp]
    public void SetUp() => _handle = new();

    private SafeModel<int, float> Build(CircuitBreakerOptions options) => Model.FromDelegate<int, float>(input => input).WithSafety(safety => safety
        .UseTimeProvider(_clock).UseOutcomes(output => output).AddCircuitBreaker(options, _handle).AddFallback(0f));

    /// <summary>Asks, and reports an outcome by which so many of the answers are wrong; how many calls the model answered.</summary>
    private static async Task<int> AskAsync(SafeModel<int, float> safe, int count, int wrong)
    {
        int answered = 0;
        for (int i = 0; i < count; i++)
        {
            SafetyResult<float> result = await safe.EvaluateAsync(5);
            if (result.ServedBy == "model")
            {
                answered++;
                safe.ReportLabel(result.CallId, i < wrong ? 7 : 5);
            }
        }

        await safe.FlushAsync();
        return answered;
    }

    [Test]
    public async Task ErrorRatio_opens_at_the_share_of_wrong_answers_and_closes_when_those_of_the_trial_are_right()
    {
        await using SafeModel<int, float> safe = Build(s_options);
        Assert.That((await AskAsync(safe, 20, 1), _handle.State), Is.EqualTo((20, CircuitState.Closed)));
        await AskAsync(safe, 20, 20);
        Assert.That((_handle.State, _handle.Reason), Is.EqualTo((CircuitState.Open, "19 of 38 answers were wrong (50 %); the limit is 50 %.")));
        Assert.That(await AskAsync(safe, 3, 0), Is.Zero);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await AskAsync(safe, 2, 1), _handle.State), Is.EqualTo((2, CircuitState.HalfOpen)));
        Assert.That((await AskAsync(safe, 10, 0), _handle.State), Is.EqualTo((2, CircuitState.Closed)), "so many are let through as MinimumLabels says, and no more until their outcomes are known");
    }

    [Test]
    public async Task ErrorRatio_trial_with_too_many_wrong_answers_opens_it_again()
    {
        await using SafeModel<int, float> safe = Build(s_options);
        await AskAsync(safe, 20, 20);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That((await AskAsync(safe, 4, 2), _handle.State), Is.EqualTo((4, CircuitState.Open)));
    }

    [Test]
    public async Task ErrorRatio_outcomes_of_the_trial_that_do_not_come_let_others_try()
    {
        await using SafeModel<int, float> safe = Build(s_options);
        await AskAsync(safe, 20, 20);
        _clock.Advance(TimeSpan.FromSeconds(10));
        int unlabelled = 0;
        for (int i = 0; i < 10; i++)
        {
            unlabelled += (await safe.EvaluateAsync(5)).ServedBy == "model" ? 1 : 0;
        }

        Assert.That((unlabelled, await AskAsync(safe, 4, 0)), Is.EqualTo((4, 0)));
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That((await AskAsync(safe, 4, 0), _handle.State), Is.EqualTo((4, CircuitState.Closed)));
    }

    [Test]
    public async Task ErrorTolerance_says_how_far_a_right_answer_may_be()
    {
        await using SafeModel<int, float> safe = Build(s_options with { ErrorTolerance = 2 });

        await AskAsync(safe, 20, 20);

        Assert.That(_handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void ErrorRatio_without_outcomes_is_refused() => Assert.That(
        () => Models.Failing.WithSafety(safety => safety.AddCircuitBreaker(s_options)),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("call UseOutcomes on the builder"));

    [Test]
    public async Task When_holds_the_model_back_while_the_alert_is_open()
    {
        int raise = 1;
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(_clock)
            .AddCircuitBreaker(new() { When = alert => alert.Code.StartsWith("drift.", StringComparison.Ordinal) }, handle)
            .AddMonitor(new Scripted.Monitor("watch", (_, context) =>
            {
                if (raise == 1)
                {
                    context.Raise(new("drift.test", "It is so.", AlertSeverity.High) { ResolveAfter = TimeSpan.Zero });
                }
                else
                {
                    context.Clear("drift.test");
                }
            })));
        await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        SafetyResult<string> held = await safe.EvaluateAsync(1);
        Assert.That((held.Action, held.Codes()[0], handle.State), Is.EqualTo((SafetyAction.Block, "circuit.open", CircuitState.Open)));
        Assert.That(handle.Reason, Does.Contain("drift.test"));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo("model"), "it is tried, for monitors need calls to see that it is over");
        raise = 0;
        for (int i = 0; i < 4; i++)
        {
            await safe.EvaluateAsync(1);
            await safe.FlushAsync();
        }

        Assert.That(handle.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task When_its_own_alert_does_not_hold_it()
    {
        CircuitBreakerHandle handle = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseTimeProvider(_clock).AddCircuitBreaker(new() { When = _ => true }, handle));
        handle.Isolate("ann", "why");
        await safe.FlushAsync();
        handle.Close();

        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
    }
}
