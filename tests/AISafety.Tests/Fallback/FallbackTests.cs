using AISafety.Tests.Support;

namespace AISafety.Tests.Fallback;

public sealed class FallbackTests
{
    [Test]
    public void AddFallback_constant_always_answers_it()
    {
        Verdict<float> verdict = Guards.FallBack(Builder<float>().AddFallback(0.5f), "any");

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Replace));
        Assert.That(verdict.Replacement, Is.EqualTo(0.5f));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("fallback.constant"));
        Assert.That(Policy(Builder<float>().AddFallback(0.5f)).Name, Is.EqualTo("fallback-constant"));
    }

    [Test]
    public void AddFallback_model_is_asked_with_input_and_token()
    {
        using CancellationTokenSource source = new();
        CancellationToken seen = default;
        IModel<string, float> model = Model.FromDelegate((string text, CancellationToken token) =>
        {
            seen = token;
            return new ValueTask<float>(text.Length);
        });
        IFallbackPolicy<string, float> policy = Policy(Builder<float>().AddFallback(model));
        SafetyContext context = Guards.Context<string>(null, "four");
        context.CancellationToken = source.Token;

        Verdict<float> verdict = policy.FallBackAsync("four", context).Result;

        Assert.That(verdict.Replacement, Is.EqualTo(4));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("fallback.model"));
        Assert.That(seen, Is.EqualTo(source.Token));
        Assert.That(policy.Name, Is.EqualTo("fallback-model"));
    }

    [Test]
    public async Task AddFallback_model_that_waits_is_waited_for()
    {
        TaskCompletionSource<float> answer = new();
        IFallbackPolicy<string, float> policy = Policy(Builder<float>().AddFallback(
            Model.FromDelegate((string _, CancellationToken _) => new ValueTask<float>(answer.Task)), "rules"));

        ValueTask<Verdict<float>> pending = policy.FallBackAsync("x", Guards.Context<string>(null, "x"));
        Assert.That(pending.IsCompleted, Is.False);
        answer.SetResult(7);

        Verdict<float> verdict = await pending;
        Assert.That(verdict.Replacement, Is.EqualTo(7));
        Assert.That(verdict.Evidence[0].Message, Does.Contain("'rules'"));
        Assert.That(policy.Name, Is.EqualTo("rules"));
    }

    [Test]
    public void AddFallback_model_that_throws_now_or_later_lets_it_through()
    {
        SafetyBuilder<string, float> now = Builder<float>().AddFallback(_ => throw new TimeoutException());
        SafetyBuilder<string, float> later = Builder<float>().AddFallback(
            Model.FromDelegate((string _, CancellationToken _) => ValueTask.FromException<float>(new TimeoutException())));

        Assert.That(() => Guards.FallBack(now, "x"), Throws.TypeOf<TimeoutException>());
        Assert.That(() => Guards.FallBack(later, "x"), Throws.TypeOf<TimeoutException>());
    }

    [Test]
    public void AddFallback_function_answers_from_the_input()
    {
        Verdict<float> verdict = Guards.FallBack(Builder<float>().AddFallback(text => text.Length), "four");

        Assert.That(verdict.Replacement, Is.EqualTo(4));
        Assert.That(Policy(Builder<float>().AddFallback(text => text.Length)).Name, Is.EqualTo("fallback-function"));
    }

    [Test]
    public void AddRefusal_refuses_with_the_stated_reason()
    {
        SafetyBuilder<string, float> builder = Builder<float>().AddRefusal("loan.closed", "Ask at a branch.");

        Verdict<float> verdict = Guards.FallBack(builder, "x");

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("loan.closed"));
        Assert.That(verdict.Evidence[0].Message, Is.EqualTo("Ask at a branch."));
        Assert.That(Policy(builder).Name, Is.EqualTo("refusal"));
    }

    [Test]
    public void Chain_keeps_the_order_of_adding()
    {
        SafetyBuilder<string, float> builder = Builder<float>()
            .AddLastGoodValue()
            .AddFallback(text => text.Length)
            .AddFallback(0f)
            .AddRefusal("a.b", "No.");

        Assert.That(
            builder.Fallbacks.Select(fallback => fallback.Create(new(null, TimeProvider.System)).Name),
            Is.EqualTo(["last-good-value", "fallback-function", "fallback-constant", "refusal"]));
    }

    [Test]
    public void Options_reach_the_engine()
    {
        FallbackOptions options = new() { Judge = false };
        SafetyBuilder<string, float> builder = Builder<float>()
            .AddFallback(1f, options)
            .AddFallback(text => 1f, "one", options)
            .AddFallback(Model.FromDelegate((string _) => 1f), "two", options);

        Assert.That(builder.Fallbacks.Select(fallback => fallback.Options), Is.All.SameAs(options));
    }

    [Test]
    public void Bad_arguments_are_refused()
    {
        Assert.That(() => Builder<string>().AddFallback((string)null!), Throws.ArgumentNullException);
        Assert.That(() => Builder<float>().AddFallback((IModel<string, float>)null!), Throws.ArgumentNullException);
        Assert.That(() => Builder<float>().AddFallback((Func<string, float>)null!), Throws.ArgumentNullException);
        Assert.That(() => Builder<float>().AddFallback(_ => 1f, " "), Throws.ArgumentException);
        Assert.That(() => Builder<float>().AddRefusal("", "No."), Throws.ArgumentException);
        Assert.That(() => Builder<float>().AddRefusal("a.b", " "), Throws.ArgumentException);
    }

    private static SafetyBuilder<string, TOut> Builder<TOut>() => new(Model.FromDelegate<string, TOut>(_ => throw new NotSupportedException()));

    private static IFallbackPolicy<string, TOut> Policy<TOut>(SafetyBuilder<string, TOut> builder) =>
        builder.Fallbacks.Single().Create(new(null, TimeProvider.System));
}
