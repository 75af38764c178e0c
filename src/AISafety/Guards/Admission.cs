namespace AISafety;

/// <summary>An admission guard's answer.</summary>
/// <remarks><c>default</c> is no answer and is enforced as a denial with code <c>guard.no-verdict</c>.</remarks>
public readonly struct Admission
{
    private Admission(bool admitted, Evidence? evidence, IDisposable? lease)
    {
        IsAdmitted = admitted;
        Evidence = evidence;
        Lease = lease;
    }

    /// <summary>Whether the call may start.</summary>
    public bool IsAdmitted { get; }

    /// <summary>Why not; null when admitted, and for <c>default</c>.</summary>
    public Evidence? Evidence { get; }

    internal IDisposable? Lease { get; }

    /// <summary>The call may start.</summary>
    /// <param name="lease">Disposed exactly once, when the model has ended (even if the caller stopped waiting for it), or when the
    /// call ends without asking the model. Null for none.</param>
    public static Admission Grant(IDisposable? lease = null) => new(true, null, lease);

    /// <summary>The call may not start.</summary>
    /// <param name="evidence">Why; set <see cref="Evidence.RetryAfter"/> where it is known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="evidence"/> is null.</exception>
    public static Admission Deny(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new(false, evidence, null);
    }
}
