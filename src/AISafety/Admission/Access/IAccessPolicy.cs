namespace AISafety.Access;

/// <summary>Says who may call, and what for. Added by <c>AddAccessPolicy</c>.</summary>
public interface IAccessPolicy
{
    /// <summary>Allows or denies a call. Called from many threads at once. What it throws denies the call, unless the guard's options say <see cref="FailurePolicy.FailOpen"/>.</summary>
    /// <param name="call">Who calls, and what for. Nothing in it is checked: it is what the application has said.</param>
    /// <param name="cancellationToken">Cancelled when the caller cancels.</param>
    ValueTask<AccessDecision> DecideAsync(CallInfo call, CancellationToken cancellationToken);
}
