using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
public sealed class FallbackChainTests
{
    [Test]
    public async Task EvaluateAsync_chain_asks_one_after_the_other_until_one_answers()
    {
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .AddFallbackPolicy(Scripted.Fallback((_, _) => throw new InvalidOperationException(), "throws"))
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(Verdict.Block("test.empty", "Nothing here.")), "empty"))
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(Verdict.Allow), "allows"))
            .AddFallbackPolicy(Scripted.Fallback((_, _) => default, "default"))
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(Verdict.Replace<string>(null!, Scripted.Reason)), "null"))
            .AddFallbackPolicy(Scripted.Fallback("answer", "answers"))
            .AddFallbackPolicy(Scripted.Fallback("never", "unasked")));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Output, Is.EqualTo("answer"));
        Assert.That(result.ServedBy, Is.EqualTo("answers"));
        Assert.That(result.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(result.IsAllowed, Is.False);
        Assert.That(result.Evidence.Select(evidence => $"{evidence.Guard} {evidence.Code}"), Is.EqualTo(new[]
        {
            "model model.failed", "throws fallback.failed", "empty test.empty", "allows fallback.failed", "default fallback.failed",
            "null test.reason", "null fallback.failed", "answers test.reason",
        }));
    }

    [Test]
    public async Task Reasons_tell_a_fallback_why_it_is_asked_and_nobody_before()
    {
        List<string> seen = [];
        string Reasons(SafetyContext context) => string.Join(' ', context.Reasons.Select(reason => reason.Code));
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .AddInputGuard(Scripted.Input((_, context) =>
            {
                seen.Add(Reasons(context));
                return new(Verdict.Flag(Scripted.Reason));
            }))
            .AddFallbackPolicy(Scripted.Fallback((_, context) =>
            {
                seen.Add(Reasons(context));
                return new(Verdict.Replace("answer", Scripted.Reason));
            })));

        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(1);

        Assert.That(seen, Is.EqualTo(new[] { "", "test.reason model.failed", "", "test.reason model.failed" }));
    }

    [Test]
    public async Task EvaluateAsync_chain_without_an_answer_refuses()
    {
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(Verdict.Block(Scripted.Reason)))));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.ServedBy, Is.EqualTo("none"));
        Assert.That(() => result.Output, Throws.InvalidOperationException.With.Message.Contains("because of model.failed"));
        SafetyBlockedException? thrown = Assert.ThrowsAsync<SafetyBlockedException>(async () => await safe.PredictAsync(1));
        Assert.That(thrown!.Message, Does.Contain("model.failed").And.Contain("blocked"));
    }

    [Test]
    public async Task PredictAsync_model_throws_without_fallback_rethrows_from_both_after_recording()
    {
        List<SafetyAction> recorded = [];
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => recorded.AddRange(block.Actions.ToArray()))));

        Assert.ThrowsAsync<InvalidDataException>(async () => await safe.PredictAsync(1));
        Assert.ThrowsAsync<InvalidDataException>(async () => await safe.EvaluateAsync(1));
        await safe.FlushAsync();

        Assert.That(recorded, Is.EqualTo(new[] { SafetyAction.Block, SafetyAction.Block }));
    }

    [TestCase(true, "second")]
    [TestCase(false, "first")]
    public async Task EvaluateAsync_output_guards_judge_the_answer_unless_told_not_to(bool judge, string served)
    {
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .AddOutputGuard(Scripted.Output((_, output, _) => new(output == "bad" ? Verdict.Block(Scripted.Reason) : Verdict.Allow)))
            .AddFallbackPolicy(Scripted.Fallback("bad", "first"), new() { Judge = judge })
            .AddFallbackPolicy(Scripted.Fallback("good", "second")));

        Assert.That((await safe.EvaluateAsync(1)).ServedBy, Is.EqualTo(served));
    }

    [Test]
    public async Task EvaluateAsync_output_guard_replaces_a_fallbacks_answer()
    {
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .AddOutputGuard(Scripted.Output((_, output, _) => new(Verdict.Replace($"{output}!", Scripted.Reason))))
            .AddFallbackPolicy(Scripted.Fallback("answer")));

        Assert.That((await safe.EvaluateAsync(1)).Output, Is.EqualTo("answer!"));
    }

    [Test]
    public async Task EvaluateAsync_model_answers_null_is_a_block()
    {
        await using SafeModel<int, string> safe = Model.FromDelegate<int, string>(_ => null!).WithSafety(_ => { });

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.NullOutput));
    }

    [Test]
    public async Task EvaluateAsync_input_is_null_is_a_block_that_no_fallback_answers()
    {
        await using SafeModel<string, string> safe = Model.FromDelegate<string, string>(x => x.Trim()).WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<string>().Numeric("length", x => x.Length))
            .IdentifyCall(x => new(Key: x.Trim()))
            .AddFallbackPolicy(new Echo()));

        SafetyResult<string> result = await safe.EvaluateAsync(null!);

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.NullInput));
    }

    [Test]
    public async Task EvaluateAsync_fallback_over_budget_gives_way_to_the_next()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new();
        TaskCompletionSource<Verdict<string>> never = new();
        await using SafeModel<int, string> safe = Failing().WithSafety(safety => safety
            .UseTimeProvider(time)
            .AddFallbackPolicy(Scripted.Fallback((_, _) => new(never.Task), "slow"), new() { TimeBudget = TimeSpan.FromSeconds(1) })
            .AddFallbackPolicy(Scripted.Fallback("answer", "quick")));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.That((await call).ServedBy, Is.EqualTo("quick"));
    }

    private static IModel<int, string> Failing() => Model.FromDelegate<int, string>(string (_) => throw new InvalidDataException("down"));

    private sealed class Echo : IFallbackPolicy<string, string>
    {
        public string Name => "echo";

        public ValueTask<Verdict<string>> FallBackAsync(string input, SafetyContext context) => new(Verdict.Replace(input.Trim(), Scripted.Reason));
    }
}
