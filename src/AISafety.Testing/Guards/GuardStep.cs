namespace AISafety.Testing;

/// <summary>What a scripted guard does at a call, where that does not depend on the kind of what it inspects.</summary>
/// <remarks>Immutable. Converts to a <see cref="GuardStep{T}"/> of any kind.</remarks>
public sealed class GuardStep
{
    internal GuardStep(GuardStepKind kind, Evidence? evidence = null, Func<Exception>? exception = null, TimeSpan delay = default)
    {
        Kind = kind;
        Evidence = evidence;
        Exception = exception;
        Delay = delay;
    }

    /// <summary>Allows, or admits.</summary>
    public static GuardStep Allow { get; } = new(GuardStepKind.Allow);

    /// <summary>Gives no verdict: <c>default</c>, which the engine enforces as a block.</summary>
    public static GuardStep NoVerdict { get; } = new(GuardStepKind.NoVerdict);

    /// <summary>Waits until the guard's <c>Release</c>, and then allows; or until the call's token is cancelled.</summary>
    public static GuardStep Hang { get; } = new(GuardStepKind.Hang);

    internal GuardStepKind Kind { get; }

    internal Evidence? Evidence { get; }

    internal Func<Exception>? Exception { get; }

    internal TimeSpan Delay { get; }

    /// <summary>Flags.</summary>
    /// <param name="code">The code of the evidence.</param>
    public static GuardStep Flag(string code = "scripted.flag") => Flag(Said(code));

    /// <summary>Flags.</summary>
    /// <param name="evidence">Why.</param>
    public static GuardStep Flag(Evidence evidence) => With(GuardStepKind.Flag, evidence);

    /// <summary>Sends to review.</summary>
    /// <param name="code">The code of the evidence.</param>
    public static GuardStep Review(string code = "scripted.review") => Review(Said(code));

    /// <summary>Sends to review.</summary>
    /// <param name="evidence">Why.</param>
    public static GuardStep Review(Evidence evidence) => With(GuardStepKind.Review, evidence);

    /// <summary>Blocks, or denies admission.</summary>
    /// <param name="code">The code of the evidence.</param>
    public static GuardStep Block(string code = "scripted.block") => Block(Said(code));

    /// <summary>Blocks, or denies admission.</summary>
    /// <param name="evidence">Why, and <see cref="Evidence.RetryAfter"/> where it is to be told.</param>
    public static GuardStep Block(Evidence evidence) => With(GuardStepKind.Block, evidence);

    /// <summary>Replaces what is inspected.</summary>
    /// <param name="replacement">By what; the same object each time. Null is what the engine enforces as a block.</param>
    /// <param name="code">The code of the evidence.</param>
    public static GuardStep<T> Replace<T>(T replacement, string code = "scripted.replace") =>
        new(GuardStepKind.Replace, Verdict.Replace(replacement, Said(code)), null, default);

    /// <summary>Throws.</summary>
    /// <param name="exception">What; the same object each time.</param>
    public static GuardStep Throw(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(GuardStepKind.Throw, null, () => exception);
    }

    /// <summary>Throws.</summary>
    /// <param name="exception">Makes what, for each call anew.</param>
    public static GuardStep Throw(Func<Exception> exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(GuardStepKind.Throw, null, exception);
    }

    /// <summary>The same, late.</summary>
    /// <param name="delay">How late, by the safe model's clock; zero or more. Waiting ends early when the call's token is cancelled.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public GuardStep After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(Kind, Evidence, Exception, delay);
    }

    private static Evidence Said(string code) => new(code, "The script says so.");

    private static GuardStep With(GuardStepKind kind, Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new(kind, evidence);
    }
}
