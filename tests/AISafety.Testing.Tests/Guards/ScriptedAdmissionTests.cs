namespace AISafety.Testing.Tests;

[TestFixture]
public sealed class ScriptedAdmissionTests
{
    [Test]
    public async Task Admission_follows_its_script_and_is_told_every_end()
    {
        FakeModel<int, string> model = new("yes");
        model.When(input => input == 9, FakeReply.Throw(new TimeoutException()));
        ScriptedAdmission<int> admission = new("door");
        admission.Then(GuardStep.Allow, GuardStep.Block(new Evidence("door.shut", "Shut.") { RetryAfter = TimeSpan.FromSeconds(3) }), GuardStep.NoVerdict, GuardStep.Throw(new TimeoutException()), GuardStep.Allow);
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety.AddAdmissionGuard(admission.ToAdmissionGuard()).AddFallback("fallback"));

        List<SafetyResult<string>> results = [];
        for (int i = 0; i < 5; i++)
        {
            results.Add(await safe.EvaluateAsync(i == 4 ? 9 : i));
        }

        Assert.That(results.Select(result => result.Evidence is [Evidence first, ..] ? first.Code : null), Is.EqualTo(new[] { null, "door.shut", "guard.no-verdict", "guard.failed", "model.failed" }));
        Assert.That(results[1].Evidence[0].RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(admission.CompletedCount, Is.EqualTo(5));
        Assert.That(admission.Completed.Select(call => call.Model), Is.EqualTo(new[] { ModelOutcome.Succeeded, ModelOutcome.NotCalled, ModelOutcome.NotCalled, ModelOutcome.NotCalled, ModelOutcome.Failed }));
        Assert.That(admission.LeasesHeld, Is.Zero);
    }

    [Test]
    public async Task Lease_is_held_until_the_model_has_ended()
    {
        FakeModel<int, string> model = new("yes") { Override = FakeReply.HangRegardless };
        ScriptedAdmission<int> admission = new();
        await using SafeModel<int, string> safe = model.WithSafety(safety => safety.AddAdmissionGuard(admission.ToAdmissionGuard()));
        using CancellationTokenSource cancel = new();
        Task<SafetyResult<string>> call = safe.EvaluateAsync(1, cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());

        Assert.That(admission.LeasesHeld, Is.EqualTo(1));
        model.Release();
        Assert.That(() => admission.LeasesHeld, Is.Zero.After(10_000, 1));
    }

    [Test]
    public void Flags_and_reviews_are_refused() =>
        Assert.Multiple(() =>
        {
            Assert.That(() => new ScriptedAdmission<int>().Then(GuardStep.Flag()), Throws.ArgumentException.With.Message.Contains("Flag"));
            Assert.That(() => new ScriptedAdmission<int> { Override = GuardStep.Review() }, Throws.ArgumentException);
            Assert.That(() => new ScriptedAdmission<int>().When(_ => true, GuardStep.Review()), Throws.ArgumentException);
        });
}
