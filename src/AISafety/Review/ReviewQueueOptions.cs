namespace AISafety.Review;

/// <summary>How much an in-process review queue holds, and how long a claim and an item last.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record ReviewQueueOptions
{
    /// <summary>The defaults.</summary>
    public static ReviewQueueOptions Default { get; } = new();

    /// <summary>How many items may be open (waiting or claimed) at once; at least 1; default 10,000. Past it nothing more is taken, and calls are refused
    /// with <c>review.failed</c>.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>How many decided and expired items are kept to be listed; 0 or more; default 10,000. Past it the one closed longest ago is dropped.</summary>
    public int DecidedCapacity { get; init; } = 10_000;

    /// <summary>How long a reviewer may hold an item undecided: more than zero; default 30 minutes. Then it waits again, at its old place.</summary>
    public TimeSpan ClaimTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long after its submission an item expires, whoever holds it, if it is not decided: more than zero, at most 3,650 days; null (default) for never. What becomes of it then is said
    /// by <see cref="ReviewRules{TIn, TOut}.WhenExpired"/>.</summary>
    public TimeSpan? ItemTimeout { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(DecidedCapacity);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ClaimTimeout, TimeSpan.Zero);
        if (ItemTimeout is { } timeout)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(ItemTimeout));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromDays(3650), nameof(ItemTimeout));
        }
    }
}
