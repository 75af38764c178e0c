namespace AISafety;

/// <summary>Inspects an input before the model sees it, or beside the model call.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>Must be safe to call from many threads at once. A guard that completes synchronously costs no allocation.</remarks>
public interface IInputGuard<TIn> : ISafetyGuard
{
    /// <summary>Judges <paramref name="input"/>.</summary>
    /// <param name="input">The input, after the replacements of earlier guards. Not to be changed: to change it, return
    /// <see cref="Verdict.Replace{T}(T, Evidence)"/>.</param>
    /// <param name="context">The call. Not to be kept beyond the returned task.</param>
    ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context);
}
