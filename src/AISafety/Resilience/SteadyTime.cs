namespace AISafety.Resilience;

/// <summary>A clock that nobody sets: the wall clock's time when it was made, and the monotonic time since. So that nothing is held longer, or let go sooner, because the wall clock was set.</summary>
/// <param name="timeProvider">The clock that it goes by.</param>
internal sealed class SteadyTime(TimeProvider timeProvider) : TimeProvider
{
    private readonly DateTimeOffset _start = timeProvider.GetUtcNow();
    private readonly long _started = timeProvider.GetTimestamp();

    public override long TimestampFrequency => timeProvider.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => timeProvider.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + timeProvider.GetElapsedTime(_started);

    public override long GetTimestamp() => timeProvider.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => timeProvider.CreateTimer(callback, state, dueTime, period);
}
