using System.Threading.RateLimiting;

namespace AISafety.Limits;

/// <summary>Denies calls while the limiter of their partition has no permits.</summary>
internal sealed class PartitionedRateLimitGuard<TIn>(PartitionedRateLimiter<CallInfo> limiter, Func<TIn, int>? cost, BuildContext<TIn> build) : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    private const string GuardName = "partitioned-rate-limit";

    private readonly CallCost<TIn> _cost = new(cost);
    private readonly Denials _denials = new(build.Telemetry, GuardName);

    public string Name => GuardName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        if (_cost.IsDecided(input, _denials, out int permits, out Admission decided))
        {
            return new(decided);
        }

        RateLimitLease lease;
        try
        {
            lease = limiter.AttemptAcquire(context.Call, permits);
        }
        catch (ArgumentOutOfRangeException)
        {
            return new(_denials.Deny(CallCost<TIn>.TooLarge(permits, null)));
        }

        return new(GivenLease.Admit<TIn>(lease, permits, _denials));
    }

    public void Completed(in CallSummary call)
    {
    }
}
