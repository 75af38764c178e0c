namespace AISafety.Limits;

/// <summary>What a call costs: one permit, or what the function says.</summary>
internal readonly struct CallCost<TIn>(Func<TIn, int>? cost)
{
    /// <summary>Whether a call needs no limiter: what it costs cannot be told, which denies it, or it costs nothing.</summary>
    /// <param name="input">The input.</param>
    /// <param name="denials">Denies it.</param>
    /// <param name="permits">The cost, more than 0 where a limiter is to be asked.</param>
    /// <param name="admission">What is decided.</param>
    public bool IsDecided(TIn input, Denials denials, out int permits, out Admission admission)
    {
        Evidence? fault = Find(input, out permits);
        admission = fault is not null ? denials.Deny(fault) : permits == 0 ? Admission.Grant() : default;
        return fault is not null || permits == 0;
    }

    private Evidence? Find(TIn input, out int permits)
    {
        permits = 1;
        if (cost is null)
        {
            return null;
        }

        try
        {
            permits = cost(input);
        }
        catch (Exception exception)
        {
            return new("rate.cost-invalid", $"The cost of the call could not be told: {exception.GetType().Name} was thrown.") { Exception = exception };
        }

        return permits >= 0 ? null : new("rate.cost-invalid", "The cost of the call is negative; expected 0 or more.") { Score = permits };
    }

    public static Evidence Exceeded(int permits, TimeSpan? retryAfter) => new("rate.exceeded", "The rate limit is exceeded.") { Score = permits, RetryAfter = retryAfter };

    public static Evidence TooLarge(int permits, int? most) => new("rate.cost-too-large", "The call costs more than the limit ever allows a single call.")
    {
        Score = permits,
        Threshold = most ?? double.NaN,
    };
}
