using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
public sealed class BesideModelTests
{
    private static readonly GuardOptions Beside = new() { BesideModel = true };

    [Test]
    public async Task EvaluateAsync_guard_blocks_cancels_the_model_and_does_not_wait_for_it()
    {
        TaskCompletionSource<Verdict<int>> verdict = new();
        TaskCompletionSource<string> model = new();
        CancellationToken seen = default;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, token) =>
        {
            seen = token;
            return new(model.Task);
        }).WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        Assert.That(call.IsCompleted, Is.False);
        verdict.SetResult(Verdict.Block(Scripted.Reason));
        SafetyResult<string> result = await call;

        Assert.That(result.Action, Is.EqualTo(SafetyAction.Block));
        TaskCompletionSource cancelled = new();
        using CancellationTokenRegistration registration = seen.Register(cancelled.SetResult);
        await cancelled.Task;
        model.SetResult("too late");
    }

    [Test]
    public async Task EvaluateAsync_guard_that_enforces_is_waited_for_even_if_the_model_is_quicker()
    {
        TaskCompletionSource<Verdict<int>> verdict = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        Assert.That(call.IsCompleted, Is.False);
        verdict.SetResult(Verdict.Flag(Scripted.Reason));

        Assert.That((await call).Action, Is.EqualTo(SafetyAction.Flag));
    }

    [Test]
    public async Task EvaluateAsync_guard_that_only_reports_never_delays()
    {
        TaskCompletionSource<Verdict<int>> never = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((_, _) => new(never.Task)), Beside with { Mode = GuardMode.ReportOnly }));

        ValueTask<SafetyResult<string>> call = safe.EvaluateAsync(1);

        Assert.That(call.IsCompletedSuccessfully, Is.True);
        Assert.That((await call).Output, Is.EqualTo("1"));
    }

    [Test]
    public async Task EvaluateAsync_model_fails_first_still_waits_for_the_guards_verdict()
    {
        TaskCompletionSource<Verdict<int>> verdict = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(string (_) => throw new InvalidOperationException()).WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside)
            .AddFallbackPolicy(Scripted.Fallback("fallback")));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        Assert.That(call.IsCompleted, Is.False);
        verdict.SetResult(Verdict.Block(Scripted.Reason));

        Assert.That((await call).Evidence[0].Code, Is.EqualTo("test.reason"));
    }

    [Test]
    public void Build_output_guard_beside_the_model_is_refused()
    {
        SafetyBuildException? thrown = Assert.Throws<SafetyBuildException>(() =>
            Scripted.Model.WithSafety(safety => safety.AddOutputGuard(Scripted.Output(Verdict.Allow, "late"), Beside)));

        Assert.That(thrown!.Message, Does.Contain("late").And.Contain("BesideModel"));
    }
}
