namespace AISafety;

/// <summary>Answers in place of the model when a call was stopped or the model failed.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
public interface IFallbackPolicy<TIn, TOut> : ISafetyGuard
{
    /// <summary>Tries to answer.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The call. Not to be kept beyond the returned task.</param>
    /// <returns><see cref="Verdict.Replace{T}(T, Evidence)"/> with the answer, or <see cref="Verdict.Block(Evidence)"/> to leave it to the next
    /// in the chain. Any other action is no answer, and is recorded as <c>fallback.failed</c>.</returns>
    ValueTask<Verdict<TOut>> FallBackAsync(TIn input, SafetyContext context);
}
