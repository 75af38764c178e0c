namespace AISafety;

/// <summary>An admission guard's answer.</summary>
/// <remarks><c>default</c> is no answer and is enforced as a denial with code <c>guard.no-verdict</c>.</remarks>
public readonly struct Admission
{
    private static readonly object s_granted = new();

    // The reason of a denial, or the lease of a grant, or that there is none; null for no answer. One reference, for it is handed on by every guard of every call.
    private readonly object? _answer;

    private Admission(object answer) => _answer = answer;

    /// <summary>Whether the call may start.</summary>
    public bool IsAdmitted => _answer is not (null or AISafety.Evidence);

    /// <summary>Why not; null when admitted, and for <c>default</c>.</summary>
    public Evidence? Evidence => _answer as Evidence;

    internal IDisposable? Lease => _answer == s_granted ? null : _answer as IDisposable;

    /// <summary>The call may start.</summary>
    /// <param name="lease">Disposed exactly once, when the model has ended (even if the caller stopped waiting for it), or when the
    /// call ends without asking the model. Null for none.</param>
    public static Admission Grant(IDisposable? lease = null) => new(lease ?? s_granted);

    /// <summary>The call may not start.</summary>
    /// <param name="evidence">Why; set <see cref="Evidence.RetryAfter"/> where it is known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="evidence"/> is null.</exception>
    public static Admission Deny(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new(evidence);
    }
}
