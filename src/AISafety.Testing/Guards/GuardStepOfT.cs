namespace AISafety.Testing;

/// <summary>What a <see cref="ScriptedGuard{T}"/> does at a call. Made by <see cref="GuardStep"/>.</summary>
/// <typeparam name="T">What is inspected.</typeparam>
/// <remarks>Immutable.</remarks>
public sealed class GuardStep<T>
{
    internal GuardStep(GuardStepKind kind, Verdict<T> verdict, Func<Exception>? exception, TimeSpan delay)
    {
        Kind = kind;
        Verdict = verdict;
        Exception = exception;
        Delay = delay;
    }

    internal GuardStepKind Kind { get; }

    internal Verdict<T> Verdict { get; }

    internal Func<Exception>? Exception { get; }

    internal TimeSpan Delay { get; }

    /// <summary>A step that does not depend on the kind of what is inspected is one of any kind.</summary>
    public static implicit operator GuardStep<T>(GuardStep step) => new(step.Kind, VerdictOf(step), step.Exception, step.Delay);

    /// <summary>The same, late.</summary>
    /// <param name="delay">How late, by the safe model's clock; zero or more. Waiting ends early when the call's token is cancelled.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public GuardStep<T> After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(Kind, Verdict, Exception, delay);
    }

    private static Verdict<T> VerdictOf(GuardStep step) => step.Kind switch
    {
        GuardStepKind.Allow or GuardStepKind.Hang => AISafety.Verdict.Allow,
        GuardStepKind.Flag => AISafety.Verdict.Flag(step.Evidence!),
        GuardStepKind.Review => AISafety.Verdict.Review(step.Evidence!),
        GuardStepKind.Block => AISafety.Verdict.Block(step.Evidence!),
        _ => default,
    };
}
