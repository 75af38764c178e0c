using AISafety.Telemetry;

namespace AISafety.Limits;

/// <summary>Denies calls of callers who have used up their limit.</summary>
internal sealed class CallerRateLimitGuard<TIn> : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    private readonly CallerLimits _limits;
    private readonly CallCost<TIn> _cost;
    private readonly Denials _denials;

    public CallerRateLimitGuard(CallerLimits limits, string name, Func<TIn, int>? cost, BuildContext<TIn> build)
    {
        _limits = limits;
        _cost = new(cost);
        Name = name;
        _denials = new(build.Telemetry, name);
        build.Telemetry.Observe(SafetyTelemetry.RateLimitCallers, "{caller}", "Callers with a rate limit of their own at the moment.", () => limits.Count, new(SafetyTelemetry.GuardTag, name));
    }

    public string Name { get; }

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context)
    {
        if (_cost.IsDecided(input, _denials, out int permits, out Admission decided))
        {
            return new(decided);
        }

        ClockedLimiter limiter = _limits.Of(context.Call.Caller);
        if (permits > limiter.Most)
        {
            return new(_denials.Deny(CallCost<TIn>.TooLarge(permits, limiter.Most)));
        }

        Taking taking = limiter.Take(permits, out TimeSpan retryAfter);
        if (taking == Taking.Retired)
        {
            (taking, retryAfter) = TakeAgain(context.Call.Caller, permits);
        }

        return new(taking == Taking.Taken ? Admission.Grant() : _denials.Deny(CallCost<TIn>.Exceeded(permits, retryAfter)));
    }

    public void Completed(in CallSummary call)
    {
    }

    /// <summary>The caller gave way to another between being found and being asked. Where that happens again and again, it shares.</summary>
    private (Taking Taking, TimeSpan RetryAfter) TakeAgain(string? caller, int permits)
    {
        ClockedLimiter limiter = _limits.Of(caller);
        Taking taking = limiter.Most >= permits ? limiter.Take(permits, out TimeSpan retryAfter) : Refused(out retryAfter);
        if (taking == Taking.Retired)
        {
            taking = _limits.Shared.Most >= permits ? _limits.Shared.Take(permits, out retryAfter) : Refused(out retryAfter);
        }

        return (taking, retryAfter);

        static Taking Refused(out TimeSpan retryAfter)
        {
            retryAfter = default;
            return Taking.Refused;
        }
    }
}
