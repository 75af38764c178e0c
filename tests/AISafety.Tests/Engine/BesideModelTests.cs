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

        Assert.That((await call).Evidence.Select(evidence => evidence.Code), Is.EqualTo(new[] { "test.reason", "test.reason" }));
    }

    [Test]
    public async Task EvaluateAsync_guard_blocks_leaves_the_fallbacks_token_alone([Values] bool routed)
    {
        TaskCompletionSource<Verdict<int>> verdict = new();
        TaskCompletionSource<string> model = new();
        IModel<int, string> asked = routed ? new Routed(model.Task) : Model.FromDelegate<int, string>((_, _) => new ValueTask<string>(model.Task));
        await using SafeModel<int, string> safe = asked.WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside)
            .AddFallback(Model.FromDelegate<int, string>((_, token) => token.IsCancellationRequested ? ValueTask.FromCanceled<string>(token) : new("spare")), "rules"));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        verdict.SetResult(Verdict.Block(Scripted.Reason));
        SafetyResult<string> result = await call;

        Assert.That(result.ServedBy, Is.EqualTo("rules"));
        model.SetResult("too late");
    }

    [Test]
    public async Task EvaluateAsync_guard_blocks_cancels_the_token_that_a_routed_model_sees()
    {
        TaskCompletionSource<Verdict<int>> verdict = new();
        Routed model = new(new TaskCompletionSource<string>().Task);
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
            .AddInputGuard(Scripted.Input(Verdict.Replace(2, Scripted.Reason), "replaces"))
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside)
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero }));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, new CallInfo(Key: "key")).AsTask();
        SafetyContext seen = model.Context!;
        Assert.That(seen.CancellationToken.IsCancellationRequested, Is.False);
        verdict.SetResult(Verdict.Block(Scripted.Reason));
        SafetyResult<string> result = await call;

        TaskCompletionSource cancelled = new();
        using CancellationTokenRegistration registration = seen.CancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
        Assert.That(seen.CallId, Is.EqualTo(result.CallId));
        Assert.That(seen.Call.Key, Is.EqualTo("key"));
        Assert.That(seen.Features.ToArray(), Is.EqualTo(new[] { 2f }));
    }

    [Test]
    public async Task EvaluateAsync_guard_that_answers_after_its_budget_is_over_has_timed_out_all_the_same()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        TaskCompletionSource<Verdict<int>> verdict = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            verdict.SetResult(Verdict.Allow);
            return "answer";
        }).WithSafety(safety => safety
            .UseTimeProvider(time)
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside with { TimeBudget = TimeSpan.FromSeconds(1) }));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.GuardTimeout));
        Assert.That(result.Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public async Task EvaluateAsync_guard_that_throws_a_timeout_of_its_own_has_failed()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        TaskCompletionSource<Verdict<int>> verdict = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(time)
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside with { TimeBudget = TimeSpan.FromSeconds(1) }));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        verdict.SetException(new TimeoutException());

        Assert.That((await call).Evidence.Single().Code, Is.EqualTo(EvidenceCodes.GuardFailed));
    }

    [Test]
    public async Task EvaluateAsync_model_fails_and_a_guard_blocks_tells_admission_guards_what_the_model_threw()
    {
        InvalidOperationException failure = new();
        CallSummary told = default;
        TaskCompletionSource<Verdict<int>> verdict = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(string (_) => throw failure).WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("breaker", (_, _) => new(Admission.Grant()), call => told = call))
            .AddInputGuard(Scripted.Input((_, _) => new(verdict.Task)), Beside));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        verdict.SetResult(Verdict.Block(Scripted.Reason));

        Assert.That((await call).Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(told.Model, Is.EqualTo(ModelOutcome.Failed));
        Assert.That(told.ModelException, Is.SameAs(failure));
    }

    [Test]
    public void Build_output_guard_beside_the_model_is_refused()
    {
        SafetyBuildException? thrown = Assert.Throws<SafetyBuildException>(() =>
            Scripted.Model.WithSafety(safety => safety.AddOutputGuard(Scripted.Output(Verdict.Allow, "late"), Beside)));

        Assert.That(thrown!.Message, Does.Contain("late").And.Contain("BesideModel"));
    }

    private sealed class Routed(Task<string> answer) : IRoutedModel<int, string>
    {
        public SafetyContext? Context { get; private set; }

        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async ValueTask<Served<string>> PredictAsync(int input, SafetyContext context)
        {
            Context = context;
            return new(await answer, "routed");
        }
    }
}
