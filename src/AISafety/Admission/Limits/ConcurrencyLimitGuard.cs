using System.Threading.RateLimiting;
using AISafety.Telemetry;

namespace AISafety.Limits;

/// <summary>Lets so many calls ask the model at once; others wait in a bounded queue for a bounded time.</summary>
/// <remarks>The lease is given back when the model has ended, which may be later than the call.</remarks>
internal sealed class ConcurrencyLimitGuard<TIn> : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    public const string GuardName = "concurrency-limit";

    private static readonly Evidence s_full = new("concurrency.full", "As many calls as are allowed at once ask the model, and no more may wait.");
    private static readonly Evidence s_timeout = new("concurrency.timeout", "The call has waited for its turn as long as is allowed.");

    private readonly ConcurrencyLimiter _limiter;
    private readonly TimeSpan _maxWait;
    private readonly TimeProvider _timeProvider;
    private readonly Denials _denials;

    public ConcurrencyLimitGuard(ConcurrencyLimiter limiter, int permits, TimeSpan maxWait, BuildContext<TIn> build)
    {
        _limiter = limiter;
        _maxWait = maxWait;
        _timeProvider = build.TimeProvider;
        _denials = new(build.Telemetry, GuardName);
        build.Telemetry.Observe(
            SafetyTelemetry.ConcurrencyRunning, "{call}", "Calls that a concurrency limit has let in and whose model has not ended.", () => permits - Statistics.CurrentAvailablePermits);
        build.Telemetry.Observe(SafetyTelemetry.ConcurrencyWaiting, "{call}", "Calls that wait in the queue of a concurrency limit.", () => Statistics.CurrentQueuedCount);
    }

    public string Name => GuardName;

    private RateLimiterStatistics Statistics => _limiter.GetStatistics()!;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        // At once, or not: the queue, and a timer for it, only where one has to wait.
        RateLimitLease lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return new(Admission.Grant(lease));
        }

        lease.Dispose();
        return WaitAsync(context.CancellationToken);
    }

    public void Completed(in CallSummary call)
    {
    }

    private async ValueTask<Admission> WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_maxWait, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            RateLimitLease lease = await _limiter.AcquireAsync(1, either.Token).ConfigureAwait(false);
            if (lease.IsAcquired)
            {
                return Admission.Grant(lease);
            }

            lease.Dispose();
            return _denials.Deny(s_full);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return _denials.Deny(s_timeout);
        }
    }
}
