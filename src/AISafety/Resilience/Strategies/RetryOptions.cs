using Polly;

namespace AISafety.Resilience;

/// <summary>How often a model that fails is asked again, and after how long.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record RetryOptions
{
    /// <summary>The defaults.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>How often the model is asked again at most: 1 to 100; default 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>How long is waited before the first retry: zero to 1 day; default 100 ms.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How the delay grows from one retry to the next. Default: it doubles.</summary>
    public DelayBackoffType Backoff { get; init; } = DelayBackoffType.Exponential;

    /// <summary>The longest delay: <see cref="Delay"/> to 1 day; default 5 seconds.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether delays are spread at random, so that callers who failed together do not come back together. Default: true.</summary>
    public bool UseJitter { get; init; } = true;

    /// <summary>Seed of the jitter; null (default) for Polly's own randomness.</summary>
    public int? Seed { get; init; }

    /// <summary>Which exceptions are worth another attempt, beyond the rule that a refusal is not: <see cref="ModelUnavailableException"/>, <see cref="SafetyBlockedException"/> and whatever Polly refuses but a
    /// timeout are never retried. Null (default) for all others. One that throws means no.</summary>
    public Func<Exception, bool>? When { get; init; }

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder("AddRetry", nameof(RetryOptions));
        check.Range(nameof(MaxRetries), MaxRetries, 1, 100);
        check.Range(nameof(Delay), Delay, TimeSpan.Zero, TimeSpan.FromDays(1));
        check.Range(nameof(MaxDelay), MaxDelay, Delay, TimeSpan.FromDays(1));
        check.Require(Enum.IsDefined(Backoff), nameof(Backoff), Backoff, "one of its names");
    }

    internal bool IsWorthIt(Exception exception)
    {
        if (ModelFault.IsDecision(exception))
        {
            return false;
        }

        try
        {
            return When?.Invoke(exception) ?? true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
