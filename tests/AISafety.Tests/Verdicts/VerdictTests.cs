using System.Runtime.CompilerServices;
using AISafety.Tests.Support;

namespace AISafety.Tests.Verdicts;

[TestFixture]
public sealed class VerdictTests
{
    [Test]
    public void Verdict_is_sixteen_bytes()
    {
        Assert.That(Unsafe.SizeOf<Verdict<float[]>>(), Is.EqualTo(16));
        Assert.That(Unsafe.SizeOf<Verdict<(long, long, long, long)>>(), Is.EqualTo(16));
    }

    [Test]
    public void Default_is_no_verdict() => Assert.That(default(Verdict<int>).Action, Is.EqualTo(SafetyAction.NotEvaluated));

    [Test]
    public void With_refuses_actions_that_need_no_evidence_or_a_replacement()
    {
        foreach (SafetyAction action in new[] { SafetyAction.NotEvaluated, SafetyAction.Allow, SafetyAction.Replace, (SafetyAction)9 })
        {
            Assert.That(() => Verdict.With(action, Scripted.Reason), Throws.TypeOf<ArgumentOutOfRangeException>());
        }

        Assert.That(() => Verdict.Block((Evidence)null!), Throws.ArgumentNullException);
        Assert.That(() => Verdict.With(SafetyAction.Block, Array.Empty<Evidence>()), Throws.ArgumentException);
        Assert.That(() => Verdict.With(SafetyAction.Block, [null!]), Throws.ArgumentException);
        Assert.That(() => Verdict.Replace(1, (Evidence)null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Evidence_of_each_shape_comes_back()
    {
        Evidence second = new("test.second", "Another.");
        Verdict<int> one = Verdict.Flag(Scripted.Reason);
        Verdict<int> many = Verdict.With(SafetyAction.Review, [Scripted.Reason, second]);
        Verdict<int> replaced = Verdict.Replace(3, [Scripted.Reason, second]);

        Assert.That(one.Evidence.ToArray(), Is.EqualTo(new[] { Scripted.Reason }));
        Assert.That(many.Evidence.ToArray(), Is.EqualTo(new[] { Scripted.Reason, second }));
        Assert.That(replaced.Evidence.ToArray(), Is.EqualTo(new[] { Scripted.Reason, second }));
        Assert.That(replaced.Replacement, Is.EqualTo(3));
        Assert.That(((Verdict<int>)Verdict.Allow).Evidence.Length, Is.Zero);
    }

    [Test]
    public async Task EvaluateAsync_action_that_does_not_exist_is_a_block()
    {
        Verdict<int> verdict = new Verdict((SafetyAction)77, Scripted.Reason);
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddInputGuard(Scripted.Input(verdict)));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.NoVerdict));
    }

    [Test]
    public async Task EvaluateAsync_worst_action_wins()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddInputGuard(Scripted.Input(Verdict.Replace(2, Scripted.Reason), "first"))
            .AddInputGuard(Scripted.Input(Verdict.Flag(Scripted.Reason), "second")));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Action, Is.EqualTo(SafetyAction.Replace));
        Assert.That(result.Evidence.Select(evidence => $"{evidence.Guard} {evidence.Action}"), Is.EqualTo(new[] { "first Replace", "second Flag" }));
        Assert.That(Scripted.Reason.Guard, Is.Empty, "evidence that guards share is not written to");
    }

    [Test]
    public void Evidence_without_code_or_message_is_refused()
    {
        Assert.That(() => new Evidence(" ", "m"), Throws.ArgumentException);
        Assert.That(() => new Evidence("c", ""), Throws.ArgumentException);
    }
}
