using System.Threading.RateLimiting;
using AISafety;

namespace WebApi;

/// <summary>Lets each caller ask so often a minute.</summary>
internal sealed class CallRate(int callsPerMinute) : IAdmissionGuard<Biopsy>, IDisposable
{
    public const string Code = "rate.limited";

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
    {
        TokenLimit = callsPerMinute,
        TokensPerPeriod = callsPerMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    }));

    public string Name => "rate-limit";

    public ValueTask<Admission> AdmitAsync(Biopsy input, SafetyContext context)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(context.Call.Caller ?? "unknown");
        if (lease.IsAcquired)
        {
            return new(Admission.Grant());
        }

        TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan stated) ? stated : TimeSpan.FromMinutes(1);
        return new(Admission.Deny(new(Code, "The caller has asked too often.") { RetryAfter = wait }));
    }

    public void Completed(in CallSummary call)
    {
    }

    public void Dispose() => _limiter.Dispose();
}
