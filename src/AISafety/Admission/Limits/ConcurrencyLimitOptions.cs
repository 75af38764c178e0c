using System.Threading.RateLimiting;

namespace AISafety.Limits;

/// <summary>How calls wait for a concurrency limit.</summary>
public sealed record ConcurrencyLimitOptions : GuardOptions
{
    /// <summary>How many calls may wait: 0 or more; default 0, none.</summary>
    public int QueueLimit { get; init; }

    /// <summary>How long a call may wait: more than zero, at most 49 days; default 10 seconds.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who comes next. Default: the one who has waited longest. With <see cref="QueueProcessingOrder.NewestFirst"/> a full queue refuses the one who has waited longest.</summary>
    public QueueProcessingOrder Order { get; init; } = QueueProcessingOrder.OldestFirst;

    internal void Check(OptionCheck check)
    {
        check.Require(QueueLimit >= 0, nameof(QueueLimit), QueueLimit, "0 or more");
        check.Require(MaxWait > TimeSpan.Zero && MaxWait <= TimeSpan.FromDays(49), nameof(MaxWait), MaxWait, "more than zero, at most 49 days");
        check.Require(Order is QueueProcessingOrder.OldestFirst or QueueProcessingOrder.NewestFirst, nameof(Order), Order, "OldestFirst or NewestFirst");
    }
}
