namespace AISafety.Testing;

/// <summary>What a <see cref="FakeModel{TIn, TOut}"/> does at a call. Made by <see cref="FakeReply"/>; an output converts to a reply that answers it.</summary>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>Immutable.</remarks>
public sealed class FakeReply<TOut>
{
    internal FakeReply(FakeReplyKind kind, TOut? output, Func<Exception>? exception, TimeSpan delay)
    {
        Kind = kind;
        Output = output;
        Exception = exception;
        Delay = delay;
    }

    internal FakeReplyKind Kind { get; }

    internal TOut? Output { get; }

    internal Func<Exception>? Exception { get; }

    internal TimeSpan Delay { get; }

    /// <summary>A reply that does not depend on the kind of output is one of any kind.</summary>
    public static implicit operator FakeReply<TOut>(FakeReply reply) => new(reply.Kind, default, reply.Exception, reply.Delay);

    /// <summary>Answers <paramref name="output"/>.</summary>
    public static implicit operator FakeReply<TOut>(TOut output) => FakeReply.Answer(output);

    /// <summary>The same, later.</summary>
    /// <param name="delay">How much later, by <see cref="FakeModelOptions.TimeProvider"/>; zero or more. Waiting ends early when the call's token is cancelled.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public FakeReply<TOut> After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(Kind, Output, Exception, delay);
    }

    /// <summary>What cannot be done with this kind of output is refused where it is told.</summary>
    internal static FakeReply<TOut> Checked(FakeReply<TOut> reply, string parameter)
    {
        ArgumentNullException.ThrowIfNull(reply, parameter);
        if (reply.Kind == FakeReplyKind.Null && default(TOut) is not null)
        {
            throw new ArgumentException($"The reply is null, but the model answers {typeof(TOut).Name}, which has none.", parameter);
        }

        return reply.Kind == FakeReplyKind.NaN && NotANumber.Of<TOut>() is null
            ? throw new ArgumentException($"The reply is NaN, but the model answers {typeof(TOut).Name}; expected {NotANumber.Known}. Answer an output of your own in its place.", parameter)
            : reply;
    }
}
