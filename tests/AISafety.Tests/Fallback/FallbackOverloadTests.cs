using AISafety.Tests.Support;

namespace AISafety.Tests.Fallback;

/// <summary>The overloads of AddFallback, called without generic arguments as a user would: that it compiles is half of the test.</summary>
public sealed class FallbackOverloadTests
{
    private sealed record Decision(bool Approved, float Probability);

    private sealed record Cautious(string Why) : Named(Why);

    private record Named(string Name);

    [Test]
    public void AddFallback_finds_the_constant()
    {
        Assert.That(Code(Builder<float>().AddFallback(0.5f)), Is.EqualTo("fallback.constant"));
        Assert.That(Code(Builder<float>().AddFallback(0)), Is.EqualTo("fallback.constant"), "an int for a float");
        Assert.That(Code(Builder<double>().AddFallback(1)), Is.EqualTo("fallback.constant"), "an int for a double");
        Assert.That(Code(Builder<float?>().AddFallback(1f)), Is.EqualTo("fallback.constant"), "a value for a nullable");
        Assert.That(Code(Builder<string>().AddFallback("unknown")), Is.EqualTo("fallback.constant"));
        Assert.That(Code(Builder<Decision>().AddFallback(new Decision(false, 0))), Is.EqualTo("fallback.constant"));
        Assert.That(Code(Builder<Named>().AddFallback(new Cautious("why"))), Is.EqualTo("fallback.constant"), "a derived type");
        Assert.That(Code(Builder<float[]>().AddFallback([0.5f, 0.5f])), Is.EqualTo("fallback.constant"), "a collection expression");
        Assert.That(Code(Builder<(string, float)>().AddFallback(("a", 1))), Is.EqualTo("fallback.constant"), "a tuple");
        Assert.That(Code(Builder<object>().AddFallback("text")), Is.EqualTo("fallback.constant"));
        Assert.That(Code(Builder<DayOfWeek>().AddFallback(DayOfWeek.Friday, new() { Judge = false })), Is.EqualTo("fallback.constant"));
    }

    [Test]
    public void AddFallback_finds_the_model()
    {
        Assert.That(Code(Builder<float>().AddFallback(new Fixed<float>(1))), Is.EqualTo("fallback.model"), "the class, not the interface");
        Assert.That(Code(Builder<object>().AddFallback(new Fixed<object>(1))), Is.EqualTo("fallback.model"), "where a model is an object too");
        Assert.That(Code(Builder<float>().AddFallback(Model.FromDelegate((object _) => 1f))), Is.EqualTo("fallback.model"), "a model of anything");
        Assert.That(Code(Builder<Decision>().AddFallback(new Fixed<Decision>(new(true, 1)), "rules", new() { Judge = false })), Is.EqualTo("fallback.model"));
    }

    [Test]
    public void AddFallback_finds_the_function()
    {
        Assert.That(Code(Builder<float>().AddFallback(text => text.Length)), Is.EqualTo("fallback.model"), "an int for a float");
        Assert.That(Code(Builder<object>().AddFallback(text => text)), Is.EqualTo("fallback.model"), "where a delegate is an object too");
        Assert.That(Code(Builder<object>().AddFallback((string text) => text)), Is.EqualTo("fallback.model"), "a lambda with a type of its own");
        Assert.That(Code(Builder<Decision>().AddFallback(_ => new(false, 0))), Is.EqualTo("fallback.model"));
        Assert.That(Code(Builder<int>().AddFallback(Length, "length")), Is.EqualTo("fallback.model"), "a method group");
        Assert.That(Code(Builder<float[]>().AddFallback(_ => [1f])), Is.EqualTo("fallback.model"));
    }

    private static int Length(string text) => text.Length;

    private static SafetyBuilder<string, TOut> Builder<TOut>() => new(Model.FromDelegate<string, TOut>(_ => throw new NotSupportedException()));

    private static string Code<TOut>(SafetyBuilder<string, TOut> builder) => Guards.FallBack(builder, "input").Evidence[0].Code;

    private sealed class Fixed<TOut>(TOut answer) : IModel<string, TOut>
    {
        public ValueTask<TOut> PredictAsync(string input, CancellationToken cancellationToken = default) => new(answer);
    }
}
