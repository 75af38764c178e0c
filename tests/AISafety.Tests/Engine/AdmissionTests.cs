using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
public sealed class AdmissionTests
{
    [Test]
    public async Task EvaluateAsync_admitted_releases_the_lease_once_when_the_model_has_ended()
    {
        Lease lease = new();
        bool heldByModel = false;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x =>
        {
            heldByModel = lease.Released == 0;
            return "answer";
        }).WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Grant(lease))))
            .AddOutputGuard(Scripted.Output((_, _, _) => new(lease.Released == 1 ? Verdict.Allow : Verdict.Block("test.held", "The lease outlived the model.")))));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(heldByModel, Is.True);
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_caller_gives_up_holds_the_lease_until_the_model_ends()
    {
        Lease lease = new();
        TaskCompletionSource<string> model = new();
        using CancellationTokenSource cancellation = new();
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, _) => new ValueTask<string>(model.Task)).WithSafety(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.Zero })
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Grant(lease)))));

        Task call = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(async () => await call);
        Assert.That(lease.Released, Is.Zero);

        model.SetResult("late");
        await lease.Ended;
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_denied_never_asks_the_model_and_tells_the_guards_that_were_asked()
    {
        List<string> told = [];
        Lease lease = new();
        int asked = 0;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(x => $"{++asked}").WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("first", (_, _) => new(Admission.Grant(lease)), call => told.Add($"first {call.Action} {call.Model}")))
            .AddAdmissionGuard(new Scripted.AdmissionGuard("second", (_, _) => new(Admission.Deny(new("rate.limited", "Too many calls.") { RetryAfter = TimeSpan.FromSeconds(3) })), _ => told.Add("second")))
            .AddAdmissionGuard(new Scripted.AdmissionGuard("third", (_, _) => new(Admission.Grant()), _ => told.Add("third"))));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(result.Evidence.Single().Code, Is.EqualTo("rate.limited"));
        Assert.That(result.Evidence.Single().RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(asked, Is.Zero);
        Assert.That(told, Is.EqualTo(new[] { "first Block NotCalled", "second" }));
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_default_admission_is_a_denial()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => default)));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.NoVerdict));
    }

    [Test]
    public async Task EvaluateAsync_report_only_denial_goes_on()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Deny(Scripted.Reason))), new() { Mode = GuardMode.ReportOnly }));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Output, Is.EqualTo("1"));
        Assert.That(result.Evidence.Single().Mode, Is.EqualTo(GuardMode.ReportOnly));
        Assert.That(result.Evidence.Single().Action, Is.EqualTo(SafetyAction.Block));
    }

    [TestCase(FailurePolicy.FailClosed, false)]
    [TestCase(FailurePolicy.FailOpen, true)]
    public async Task EvaluateAsync_admission_over_budget_follows_its_policy_and_leaks_no_lease(FailurePolicy policy, bool goesOn)
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        TaskCompletionSource<Admission> admission = new();
        Lease lease = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(time)
            .AddAdmissionGuard(
                new Scripted.AdmissionGuard("slow", (_, _) => new(admission.Task)),
                new() { TimeBudget = TimeSpan.FromSeconds(1), OnFailure = policy }));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        SafetyResult<string> result = await call;

        Assert.That(result.HasOutput, Is.EqualTo(goesOn));
        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.GuardTimeout));
        admission.SetResult(Admission.Grant(lease));
        await lease.Ended;
        Assert.That(lease.Released, Is.EqualTo(1));
    }

    [Test]
    public async Task EvaluateAsync_model_failure_is_told_to_admission_guards()
    {
        InvalidOperationException failure = new();
        CallSummary told = default;
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(string (_) => throw failure).WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("breaker", (_, _) => new(Admission.Grant()), call => told = call))
            .AddFallbackPolicy(Scripted.Fallback("fallback")));

        await safe.EvaluateAsync(1);

        Assert.That(told.Model, Is.EqualTo(ModelOutcome.Failed));
        Assert.That(told.ModelException, Is.SameAs(failure));
    }

    [Test]
    public async Task EvaluateAsync_completed_throws_changes_nothing()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Grant()), _ => throw new InvalidOperationException())));

        Assert.That(await safe.PredictAsync(7), Is.EqualTo("7"));
    }

    [Test]
    public async Task EvaluateAsync_caller_gives_up_just_as_the_model_ends_releases_each_lease_once()
    {
        // Two threads meet at the end of each call: one ends the model, the other cancels.
        const int Calls = 20_000;
        TaskCompletionSource<string> model = new();
        Lease lease = new();
        Lease[] leases = [.. Enumerable.Range(0, Calls).Select(_ => new Lease())];
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>((_, _) => new ValueTask<string>(model.Task)).WithSafety(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("admission", (_, _) => new(Admission.Grant(lease)))));
        using Barrier barrier = new(2);
        Task ends = Task.Factory.StartNew(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                barrier.SignalAndWait();
                Thread.SpinWait(i % 64);
                model.SetResult("answer");
                barrier.SignalAndWait();
            }
        }, TaskCreationOptions.LongRunning);
        for (int i = 0; i < Calls; i++)
        {
            using CancellationTokenSource cancellation = new();
            lease = leases[i];
            model = new();
            Task call = safe.EvaluateAsync(i, default, cancellation.Token).AsTask();
            barrier.SignalAndWait();
            cancellation.Cancel();
            barrier.SignalAndWait();
            await call.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        await ends;
        Assert.That(leases.Select(one => one.Released), Has.All.EqualTo(1));
    }
}
