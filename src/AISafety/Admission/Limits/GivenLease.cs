using System.Threading.RateLimiting;

namespace AISafety.Limits;

/// <summary>What a lease of a limiter that the user gave means for the call.</summary>
internal static class GivenLease
{
    /// <summary>Grants with the lease, which a limiter of concurrency wants back when the model has ended; or denies with what it says of the time.</summary>
    public static Admission Admit<TIn>(RateLimitLease lease, int permits, Denials denials)
    {
        if (lease.IsAcquired)
        {
            return Admission.Grant(lease);
        }

        TimeSpan? retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : null;
        lease.Dispose();
        return denials.Deny(CallCost<TIn>.Exceeded(permits, retryAfter));
    }
}
