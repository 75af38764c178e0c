namespace AISafety.Fallback;

/// <summary>Always gives the same answer.</summary>
internal sealed class ConstantFallback<TIn, TOut>(TOut constant) : IFallbackPolicy<TIn, TOut>
{
    private readonly Verdict<TOut> _answer = Verdict.Replace(
        constant, new Evidence("fallback.constant", "A constant is offered in place of the model's answer."));

    public string Name => "fallback-constant";

    public ValueTask<Verdict<TOut>> FallBackAsync(TIn input, SafetyContext context) => new(_answer);
}
