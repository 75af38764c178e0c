namespace AISafety;

/// <summary>Inspects an output before the caller sees it.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>Must be safe to call from many threads at once. A guard that completes synchronously costs no allocation.</remarks>
public interface IOutputGuard<TIn, TOut> : ISafetyGuard
{
    /// <summary>Judges <paramref name="output"/>.</summary>
    /// <param name="input">The input that the model was asked.</param>
    /// <param name="output">The output, after the replacements of earlier guards.</param>
    /// <param name="context">The call. Not to be kept beyond the returned task.</param>
    ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context);
}
