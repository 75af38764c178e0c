namespace AISafety.Alerts;

/// <summary>When a condition is sent again, when it is over, and how much is kept.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record AlertOptions
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);

    /// <summary>The defaults.</summary>
    public static AlertOptions Default { get; } = new();

    /// <summary>How many clear reports in a row end a condition. 1 to 1,000; default 3: a statistic that lies at its limit is below it by chance every other time, three times
    /// in a row every eighth.</summary>
    public int ClearReports { get; init; } = 3;

    /// <summary>How long after its last raise a condition counts as over, for monitors that report no clears. 1 second to 365 days, null for never; default 1 hour. A monitor can
    /// say otherwise: <see cref="SafetyAlert.ResolveAfter"/>. Also how long an <see cref="AlertBreaker"/> waits before it has a model tried again, whatever the monitor says.</summary>
    public TimeSpan? ResolveAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after a condition was last sent the next raise of it is sent as a reminder. 1 second to 365 days, null for never; default 24 hours: nobody forgets it for
    /// more than a day, and it does not become noise.</summary>
    public TimeSpan? RepeatAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A condition that comes up again within this time after it was over is flapping: marked, and not over again before it has not been raised for this
    /// time. Zero (none) to 365 days; default 10 minutes.</summary>
    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many conditions are known at once. 1 to 100,000; default 1,000. Further ones are raised together as one, <c>alerts.overflow</c>.</summary>
    public int Capacity { get; init; } = 1_000;

    /// <summary>How many alerts wait at most for each sink; past it the oldest is dropped and counted, for what is the case now matters more. 1 to 65,536; default 256.</summary>
    public int QueueCapacity { get; init; } = 256;

    /// <exception cref="SafetyBuildException">An option is out of its range.</exception>
    internal void Check(string user)
    {
        OptionCheck check = OptionCheck.OfBuilder(user, nameof(AlertOptions));
        check.Range(nameof(ClearReports), ClearReports, 1, 1_000);
        check.Range(nameof(ResolveAfter), ResolveAfter ?? s_second, s_second, s_year);
        check.Range(nameof(RepeatAfter), RepeatAfter ?? s_second, s_second, s_year);
        check.Range(nameof(FlapWindow), FlapWindow, TimeSpan.Zero, s_year);
        check.Range(nameof(Capacity), Capacity, 1, 100_000);
        check.Range(nameof(QueueCapacity), QueueCapacity, 1, 65_536);
    }
}
