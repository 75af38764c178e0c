namespace DriftReplay;

/// <summary>A clock that stands where it was set; timers of it never ring, so that every run is the same.</summary>
internal sealed class ReplayClock : TimeProvider
{
    private long _ticks;

    public void Set(DateTime time) => Interlocked.Exchange(ref _ticks, time.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SilentTimer();

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
