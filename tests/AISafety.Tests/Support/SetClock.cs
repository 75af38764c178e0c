using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Support;

/// <summary>A clock whose wall time is set forth and back by hand, as a time server does; what has elapsed it knows all the same.</summary>
internal sealed class SetClock : TimeProvider
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>By how much the wall clock is wrong.</summary>
    public TimeSpan Set { get; set; }

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow() + Set;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _time.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan time) => _time.Advance(time);
}
