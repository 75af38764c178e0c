namespace AISafety.Access;

/// <summary>Denies calls that the policy denies.</summary>
internal sealed class AccessGuard<TIn>(IAccessPolicy policy, BuildContext<TIn> build) : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    public const string GuardName = "access";

    private readonly Denials _denials = new(build.Telemetry, GuardName);

    public string Name => GuardName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        ValueTask<AccessDecision> pending = policy.DecideAsync(context.Call, context.CancellationToken);
        return pending.IsCompletedSuccessfully ? new(Admit(pending.Result)) : WaitAsync(pending);
    }

    public void Completed(in CallSummary call)
    {
    }

    private async ValueTask<Admission> WaitAsync(ValueTask<AccessDecision> pending) => Admit(await pending.ConfigureAwait(false));

    private Admission Admit(AccessDecision decision) => decision.IsAllowed ? Admission.Grant() : _denials.Deny(decision.Denial);
}
