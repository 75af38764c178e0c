namespace AISafety.Testing;

/// <summary>What a <see cref="FakeModel{TIn, TOut}"/> does at a call, where that does not depend on the kind of its output.</summary>
/// <remarks>Immutable. Converts to a <see cref="FakeReply{TOut}"/> of any kind.</remarks>
public sealed class FakeReply
{
    internal FakeReply(FakeReplyKind kind, Func<Exception>? exception = null, TimeSpan delay = default)
    {
        Kind = kind;
        Exception = exception;
        Delay = delay;
    }

    /// <summary>Answers as the model's own function says.</summary>
    public static FakeReply Default { get; } = new(FakeReplyKind.Default);

    /// <summary>Answers null. For kinds that have one.</summary>
    public static FakeReply Null { get; } = new(FakeReplyKind.Null);

    /// <summary>Answers as the model's own function says, but with NaN for each number. For float, double, Half, float[], double[], <see cref="ReadOnlyMemory{T}"/> of float and
    /// <see cref="Classification"/>.</summary>
    public static FakeReply NaN { get; } = new(FakeReplyKind.NaN);

    /// <summary>Waits until <see cref="FakeModel{TIn, TOut}.Release"/>, and then answers as the model's own function says; or until the call's token is cancelled.</summary>
    public static FakeReply Hang { get; } = new(FakeReplyKind.Hang);

    /// <summary>Waits until <see cref="FakeModel{TIn, TOut}.Release"/>, whatever the call's token says: a model that cannot be cancelled.</summary>
    public static FakeReply HangRegardless { get; } = new(FakeReplyKind.HangRegardless);

    internal FakeReplyKind Kind { get; }

    internal Func<Exception>? Exception { get; }

    internal TimeSpan Delay { get; }

    /// <summary>Answers <paramref name="output"/>.</summary>
    /// <param name="output">The output; the same object each time.</param>
    public static FakeReply<TOut> Answer<TOut>(TOut output) => new(FakeReplyKind.Answer, output, null, default);

    /// <summary>Fails.</summary>
    /// <param name="exception">What with; the same object each time.</param>
    public static FakeReply Throw(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(FakeReplyKind.Throw, () => exception);
    }

    /// <summary>Fails.</summary>
    /// <param name="exception">Makes what with, for each call anew.</param>
    public static FakeReply Throw(Func<Exception> exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(FakeReplyKind.Throw, exception);
    }

    /// <summary>The same, later.</summary>
    /// <param name="delay">How much later, by <see cref="FakeModelOptions.TimeProvider"/>; zero or more. Waiting ends early when the call's token is cancelled.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public FakeReply After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(Kind, Exception, delay);
    }
}
