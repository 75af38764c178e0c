namespace AISafety.Limits;

/// <summary>What a call costs: one permit, or what the function says.</summary>
internal readonly struct CallCost<TIn>(Func<TIn, int>? cost)
{
    /// <summary>The cost, 0 or more.</summary>
    /// <param name="input">The input.</param>
    /// <param name="permits">The cost.</param>
    /// <returns>Why there is none; null if there is.</returns>
    public Evidence? Find(TIn input, out int permits)
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
