using Microsoft.Extensions.Time.Testing;

namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class ScriptedGuardTests
{
    private static readonly FakeModel<int, string> Model = new(input => $"{input}");

    [Test]
    public async Task Input_guard_follows_its_script_step_by_step()
    {
        ScriptedGuard<int> guard = new("guard");
        guard.Then(GuardStep.Allow, GuardStep.Flag(), GuardStep.Replace(7), GuardStep.Review(), GuardStep.Block("own.code"), GuardStep.NoVerdict, GuardStep.Throw(new TimeoutException()));
        await using SafeModel<int, string> safe = Model.WithSafety(safety => safety.AddInputGuard(guard.ToInputGuard()));

        List<string> results = [];
        while (guard.StepsLeft > 0)
        {
            SafetyResult<string> result = await safe.EvaluateAsync(3);
            results.Add($"{result} {(result.TryGetOutput(out string? output) ? output : "-")}");
        }

        Assert.That(results, Is.EqualTo(new[]
        {
            "Allow by model 3",
            "Flag by model: scripted.flag 3",
            "Replace by model: scripted.replace 7",
            "Review by none: scripted.review -",
            "Block by none: own.code -",
            "Block by none: guard.no-verdict -",
            "Block by none: guard.failed -",
        }));
        Assert.That(guard.CallCount, Is.EqualTo(7));
        Assert.That(guard.Calls.Select(call => call.Value), Is.All.EqualTo(3));
        Assert.That(guard.Calls.Select(call => call.CallId).Distinct().Count(), Is.EqualTo(7));
    }

    [Test]
    public async Task Output_guard_sees_outputs_and_goes_by_rules_first()
    {
        ScriptedGuard<string> guard = new();
        guard.When(output => output == "3", GuardStep.Replace("three")).Then(GuardStep.Block(), GuardStep.Allow);
        await using SafeModel<int, string> safe = Model.WithSafety(safety => safety.AddOutputGuard(guard.ToOutputGuard<int>()));

        Assert.That((await safe.EvaluateAsync(3)).Output, Is.EqualTo("three"));
        Assert.That(guard.StepsLeft, Is.EqualTo(2));
        Assert.That((await safe.EvaluateAsync(4)).Action, Is.EqualTo(SafetyAction.Block));
        Assert.That((await safe.EvaluateAsync(5)).Output, Is.EqualTo("5"));
        Assert.That(guard.Calls.Select(call => call.Value), Is.EqualTo(new[] { "3", "4", "5" }));
    }

    [TestCase(ScriptEnd.Repeat, "scripted.block")]
    [TestCase(ScriptEnd.Allow, null)]
    [TestCase(ScriptEnd.Throw, "guard.failed")]
    public async Task Script_that_has_ended_does_what_was_chosen(ScriptEnd end, string? code)
    {
        ScriptedGuard<int> guard = new("guard", new() { AtEnd = end });
        guard.Then(GuardStep.Block());
        await using SafeModel<int, string> safe = Model.WithSafety(safety => safety.AddInputGuard(guard.ToInputGuard()));
        await safe.EvaluateAsync(1);

        Assert.That((await safe.EvaluateAsync(1)).Evidence.SingleOrDefault()?.Code, Is.EqualTo(code));
    }

    [TestCase(ScriptEnd.Repeat)]
    [TestCase(ScriptEnd.Throw)]
    public async Task Guard_without_any_step_allows(ScriptEnd end)
    {
        ScriptedGuard<int> guard = new("guard", new() { AtEnd = end });
        await using SafeModel<int, string> safe = Model.WithSafety(safety => safety.AddInputGuard(guard.ToInputGuard()));

        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task Hang_exceeds_its_time_budget_and_a_release_lets_it_go_on()
    {
        FakeTimeProvider time = new();
        ScriptedGuard<int> guard = new() { Override = GuardStep.Hang };
        await using SafeModel<int, string> safe = Model.WithSafety(safety => safety
            .UseTimeProvider(time)
            .AddInputGuard(guard.ToInputGuard(), new() { TimeBudget = TimeSpan.FromSeconds(1) }));

        Task<SafetyResult<string>> late = safe.EvaluateAsync(1).AsTask();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await late).Evidence.Single().Code, Is.EqualTo("guard.timeout"));

        Task<SafetyResult<string>> released = safe.EvaluateAsync(1).AsTask();
        guard.Release();
        Assert.That((await released).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task Late_step_is_late_by_the_safe_models_clock()
    {
        FakeTimeProvider time = new();
        ScriptedGuard<int> guard = new();
        guard.Then(GuardStep.Block("late").After(TimeSpan.FromSeconds(1)));
        await using SafeModel<int, string> safe = Model.WithSafety(safety => safety.UseTimeProvider(time).AddInputGuard(guard.ToInputGuard()));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.That(call.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That((await call).Evidence.Single().Code, Is.EqualTo("late"));
    }

    [Test]
    public void Null_steps_and_options_out_of_range_are_refused()
    {
        Assert.That(() => new ScriptedGuard<int>().Then(GuardStep.Allow, null!), Throws.ArgumentException);
        Assert.That(() => new ScriptedGuard<int>(" "), Throws.ArgumentException);
        Assert.That(() => new ScriptedGuard<int>("guard", new() { AtEnd = (ScriptEnd)9 }), Throws.ArgumentException.With.Message.Contains("AtEnd is 9"));
    }
}
