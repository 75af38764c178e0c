using System.Diagnostics;
using System.Threading.RateLimiting;

namespace AISafety.Limits;

/// <summary>A rate limiter that looks at a clock when it is asked, and needs no timer. It has no queue: who asks is answered at once.</summary>
internal abstract class ClockedLimiter(int most, TimeProvider timeProvider) : RateLimiter
{
    private readonly Lock _lock = new();
    private readonly long _start = timeProvider.GetTimestamp();

    // The system's clock, which it nearly always is, is asked without a virtual call.
    private readonly bool _isSystem = timeProvider == TimeProvider.System;
    private readonly double _ticksPerSpan = (double)timeProvider.TimestampFrequency / TimeSpan.TicksPerSecond;
    private long _now;
    private long _succeeded;
    private long _failed;
    private bool _retired;

    /// <summary>The most that a single call can ever be given.</summary>
    public int Most => most;

    /// <summary>How long the limiter has been as if it had never been asked; null if it is not.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                long idle = IdleTicks(Now());
                return idle < 0 ? null : Span(idle);
            }
        }
    }

    /// <summary>Takes permits, without a lease: what is taken is not given back.</summary>
    /// <param name="permits">1 to <see cref="Most"/>.</param>
    /// <param name="retryAfter">When not taken, how long until it could be, if nobody else asks.</param>
    public Taking Take(int permits, out TimeSpan retryAfter)
    {
        retryAfter = default;
        lock (_lock)
        {
            if (_retired)
            {
                return Taking.Retired;
            }

            if (TryTake(permits, Now(), out long wait))
            {
                _succeeded++;
                return Taking.Taken;
            }

            _failed++;
            retryAfter = Span(wait);
            return Taking.Refused;
        }
    }

    /// <summary>Ends the limiter, if forgetting it is forgetting nothing: one that is made anew would answer the same.</summary>
    public bool TryRetire()
    {
        lock (_lock)
        {
            return _retired || (_retired = IdleTicks(Now()) >= 0);
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            return new() { CurrentAvailablePermits = Available(Now()), TotalSuccessfulLeases = _succeeded, TotalFailedLeases = _failed };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        if (permitCount > most)
        {
            throw new ArgumentOutOfRangeException(nameof(permitCount), permitCount, $"The limiter never has more than {most} permits.");
        }

        return Take(permitCount, out TimeSpan retryAfter) == Taking.Taken ? LimiterLease.Acquired : new LimiterLease(retryAfter);
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<RateLimitLease>(cancellationToken) : new(AttemptAcquireCore(permitCount));

    /// <summary>Takes permits at a time, in ticks since the start, that never goes back; under the lock.</summary>
    protected abstract bool TryTake(int permits, long now, out long wait);

    /// <summary>How many ticks nothing has been taken that still counts; negative if something does. Under the lock.</summary>
    protected abstract long IdleTicks(long now);

    /// <summary>How many permits there are. Under the lock.</summary>
    protected abstract int Available(long now);

    /// <summary>A time span in the clock's ticks.</summary>
    protected double Ticks(TimeSpan span) => span.Ticks * _ticksPerSpan;

    // Rounded up, so that who comes back then is not too early.
    private TimeSpan Span(long ticks) => TimeSpan.FromTicks((long)Math.Ceiling(ticks / _ticksPerSpan));

    private long Now() => _now = Math.Max(_now, (_isSystem ? Stopwatch.GetTimestamp() : timeProvider.GetTimestamp()) - _start);
}
