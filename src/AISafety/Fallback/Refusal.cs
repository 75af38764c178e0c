namespace AISafety.Fallback;

/// <summary>Never answers, and says why.</summary>
internal sealed class Refusal<TIn, TOut>(Evidence reason) : IFallbackPolicy<TIn, TOut>
{
    public string Name => "refusal";

    public ValueTask<Verdict<TOut>> FallBackAsync(TIn input, SafetyContext context) => new(Verdict.Block(reason));
}
