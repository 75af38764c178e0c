using AISafety.Alerts;
using Microsoft.Extensions.Time.Testing;
using static AISafety.Tests.Alerts.Switchboard;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class AlertBreakerTests
{
    [Test]
    public async Task AlertBreaker_holds_the_model_back_until_the_condition_is_over()
    {
        await using SafeModel<int, string> safe = Build(safety => safety.AddAlertBreaker(alert => alert.Severity >= AlertSeverity.High).AddFallback("careful"));

        Assert.That((await safe.AskAsync(High)).Output, Is.EqualTo("1"));
        SafetyResult<string> held = await safe.EvaluateAsync(Nothing);
        Assert.That((held.Action, held.Output, held.ServedBy), Is.EqualTo((SafetyAction.Block, "careful", "fallback-constant")));
        Assert.That(held.Evidence.Select(evidence => (evidence.Guard, evidence.Code)), Has.Member(("alert-breaker", "alert.open")));

        await safe.AskAsync(Clear, Clear, Clear);
        Assert.That((await safe.EvaluateAsync(Nothing)).ServedBy, Is.EqualTo("fallback-constant"));
    }

    [Test]
    public async Task AlertBreaker_lets_the_model_be_tried_again_when_nothing_was_raised_for_long()
    {
        FakeTimeProvider clock = new();
        AlertBreaker breaker = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseTimeProvider(clock).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await safe.AskAsync(High);
        Assert.That(breaker.IsOpen, Is.True);

        clock.Advance(TimeSpan.FromHours(1));
        await safe.FlushAsync();
        Assert.That(breaker.IsOpen, Is.False);
        Assert.That((await safe.AskAsync(Nothing)).ServedBy, Is.EqualTo("model"));

        await safe.AskAsync(High);
        Assert.That((await safe.AskAsync(Nothing)).ServedBy, Is.EqualTo("fallback-constant"));
    }

    [Test]
    public async Task AlertBreaker_reset_admits_until_the_condition_comes_up_again()
    {
        AlertBreaker breaker = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseAlerts(new() { FlapWindow = TimeSpan.Zero }).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await safe.AskAsync(High);

        breaker.Reset();
        Assert.That((await safe.AskAsync(High)).ServedBy, Is.EqualTo("model"));
        Assert.That((await safe.AskAsync(Critical)).ServedBy, Is.EqualTo("model"));
        await safe.AskAsync(Clear, Clear, Clear);
        Assert.That(breaker.IsOpen, Is.False);
        await safe.AskAsync(High);

        Assert.That(breaker.IsOpen, Is.True);
    }

    [Test]
    public async Task AlertBreaker_in_report_only_marks_calls()
    {
        await using SafeModel<int, string> safe = Build(safety => safety.AddAlertBreaker(_ => true, options: new() { Mode = GuardMode.ReportOnly }));
        await safe.AskAsync(High);

        SafetyResult<string> result = await safe.EvaluateAsync(Nothing);

        Assert.That((result.Action, result.ServedBy), Is.EqualTo((SafetyAction.Allow, "model")));
        Assert.That(result.Evidence.Select(evidence => (evidence.Code, evidence.Mode)), Is.EqualTo(new[] { ("alert.open", GuardMode.ReportOnly) }));
    }

    [Test]
    public async Task AlertBreaker_of_two_models_admits_when_the_last_condition_is_over()
    {
        AlertBreaker breaker = new();
        await using SafeModel<int, string> one = Build(safety => safety.OnAlert(_ => true, breaker));
        await using SafeModel<int, string> other = Build(safety => safety.OnAlert(_ => true, breaker));

        await one.AskAsync(High);
        await other.AskAsync(High);
        await one.AskAsync(Clear, Clear, Clear);
        Assert.That(breaker.IsOpen, Is.True);
        await other.AskAsync(Clear, Clear, Clear);

        Assert.That(breaker.IsOpen, Is.False);
    }

    [Test]
    public async Task AlertBreaker_tries_the_model_again_though_the_alert_never_ends_by_being_quiet()
    {
        FakeTimeProvider clock = new();
        AlertBreaker breaker = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseTimeProvider(clock).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await safe.AskAsync(Lasting);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That((await safe.AskAsync(Clear, Clear, Clear)).ServedBy, Is.EqualTo("fallback-constant"));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await safe.AskAsync(Clear)).ServedBy, Is.EqualTo("model"));
        Assert.That(breaker.IsOpen, Is.True, "it is tried, not trusted");
        await safe.AskAsync(Clear, Clear);

        Assert.That(breaker.IsOpen, Is.False);
    }

    [Test]
    public async Task AlertBreaker_of_a_model_that_is_disposed_of_no_longer_holds_back_another()
    {
        AlertBreaker breaker = new();
        SafeModel<int, string> one = Build(safety => safety.AddAlertBreaker(_ => true, breaker));
        await using SafeModel<int, string> other = Build(safety => safety.AddAlertBreaker(_ => true, breaker));
        await one.AskAsync(Lasting);
        Assert.That((await other.EvaluateAsync(Nothing)).Action, Is.EqualTo(SafetyAction.Block));

        await one.DisposeAsync();

        Assert.That(breaker.IsOpen, Is.False);
        Assert.That((await other.EvaluateAsync(Nothing)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AlertBreaker_that_was_not_given_is_made_for_each_build()
    {
        SafetyBuilder<int, string> builder = null!;
        await using SafeModel<int, string> one = Build(safety => builder = safety.AddAlertBreaker(_ => true));
        await using SafeModel<int, string> other = builder.Build();

        await one.AskAsync(Lasting);

        Assert.That((await one.EvaluateAsync(Nothing)).Action, Is.EqualTo(SafetyAction.Block));
        Assert.That((await other.EvaluateAsync(Nothing)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AlertBreaker_tries_the_model_that_has_the_condition_and_with_TrialCalls_calls([Values(0, 2)] int calls)
    {
        FakeTimeProvider clock = new();
        AlertBreaker breaker = new() { TrialCalls = calls };
        await using SafeModel<int, string> one = Build(safety => safety.UseTimeProvider(clock).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await using SafeModel<int, string> other = Build(safety => safety.UseTimeProvider(clock).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await one.AskAsync(Lasting);
        for (int hour = 0; hour < 3; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            Assert.That((await other.EvaluateAsync(Nothing)).ServedBy, Is.EqualTo("fallback-constant"));
            int tried = 0;
            for (int i = 0; i < 5; i++)
            {
                tried += (await one.AskAsync(Lasting)).ServedBy == "model" ? 1 : 0;
            }

            Assert.That(tried, Is.EqualTo(calls));
        }
    }

    [Test]
    public async Task AlertBreaker_without_ResolveAfter_never_tries_the_model()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseTimeProvider(clock).AddAlertBreaker(_ => true).UseAlerts(new() { ResolveAfter = null }));
        await safe.AskAsync(High);
        clock.Advance(TimeSpan.FromDays(100));

        Assert.That((await safe.EvaluateAsync(Nothing)).Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task AlertBreaker_over_falling_accuracy_opens_is_tried_and_closes_when_the_model_is_good_again()
    {
        FakeTimeProvider clock = new();
        AlertBreaker breaker = new();
        await using SafeModel<int, float> safe = Model.FromDelegate((int x) => (float)x).WithSafety(safety => safety
            .UseTimeProvider(clock)
            .UseOutcomes(y => y)
            .AddErrorDriftDetection(new() { ClearRows = 500 })
            .AddAlertBreaker(alert => alert.Code == "drift.errors", breaker));

        Assert.That(await ReportAsync(2000, i => i % 20 == 0), Is.EqualTo(2000));
        Assert.That(await ReportAsync(500, i => i % 2 == 0), Is.LessThan(500));
        Assert.That(breaker.IsOpen, Is.True);
        clock.Advance(TimeSpan.FromHours(1));
        int tried = await ReportAsync(2000, i => i % 20 == 0);

        Assert.That((tried, breaker.IsOpen), Is.EqualTo((2000, false)));

        async Task<int> ReportAsync(int count, Func<int, bool> isWrong)
        {
            int answered = 0;
            for (int i = 0; i < count; i++)
            {
                SafetyResult<float> result = await safe.EvaluateAsync(1);
                answered += result.HasOutput ? 1 : 0;
                if (result.HasOutput)
                {
                    safe.ReportLabel(result.CallId, isWrong(i) ? 2 : 1);
                }

                if (i % 50 == 49)
                {
                    await safe.FlushAsync();
                }
            }

            return answered;
        }
    }

    [Test]
    public void AlertBreaker_TrialCalls_below_zero_is_refused() =>
        Assert.That(() => new AlertBreaker { TrialCalls = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
}
