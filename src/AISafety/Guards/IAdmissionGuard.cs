namespace AISafety;

/// <summary>Decides whether a call may start at all: kill switch, access, rate limit, circuit state.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
public interface IAdmissionGuard<TIn> : ISafetyGuard
{
    /// <summary>Admits or denies the call. Features are not read yet.</summary>
    /// <param name="input">The input.</param>
    /// <param name="context">The call. Not to be kept beyond the returned task.</param>
    ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context);

    /// <summary>Tells how a call ended that this guard had been asked about. Called once a call, on the call's path: must be fast and
    /// must not throw; an exception is swallowed.</summary>
    /// <param name="call">How the call ended.</param>
    void Completed(in CallSummary call);
}
