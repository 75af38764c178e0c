using System.Threading.RateLimiting;

namespace AISafety.Limits;

/// <summary>Denies calls while a limiter that all of them share has no permits.</summary>
internal sealed class RateLimitGuard<TIn>(RateLimiter limiter, Func<TIn, int>? cost, BuildContext<TIn> build) : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    public const string GuardName = "rate-limit";

    private readonly ClockedLimiter? _own = limiter as ClockedLimiter;
    private readonly CallCost<TIn> _cost = new(cost);
    private readonly Denials _denials = new(build.Telemetry, GuardName);

    // A limiter that is neither asked by a timer nor replenishes itself gives nothing back without this.
    private readonly ReplenishingRateLimiter? _byHand = limiter is ReplenishingRateLimiter { IsAutoReplenishing: false } byHand ? byHand : null;

    public string Name => GuardName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        if (_cost.IsDecided(input, _denials, out int permits, out Admission decided))
        {
            return new(decided);
        }

        return new(_own is null ? Ask(permits) : Take(_own, permits));
    }

    public void Completed(in CallSummary call)
    {
    }

    private Admission Take(ClockedLimiter own, int permits)
    {
        if (permits > own.Most)
        {
            return _denials.Deny(CallCost<TIn>.TooLarge(permits, own.Most));
        }

        return own.Take(permits, out TimeSpan retryAfter) == Taking.Taken ? Admission.Grant() : _denials.Deny(CallCost<TIn>.Exceeded(permits, retryAfter));
    }

    private Admission Ask(int permits)
    {
        RateLimitLease lease;
        try
        {
            _byHand?.TryReplenish();
            lease = limiter.AttemptAcquire(permits);
        }
        catch (ArgumentOutOfRangeException)
        {
            return _denials.Deny(CallCost<TIn>.TooLarge(permits, null));
        }

        return GivenLease.Admit<TIn>(lease, permits, _denials);
    }
}
