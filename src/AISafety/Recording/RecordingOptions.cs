namespace AISafety;

/// <summary>How recorded calls travel to the monitors.</summary>
public sealed record RecordingOptions
{
    internal static readonly TimeSpan LeastBlockAge = TimeSpan.FromMilliseconds(10);
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    internal const int LeastCapacity = 2;
    internal const int MostCapacity = 1024;

    /// <summary>The defaults.</summary>
    public static RecordingOptions Default { get; } = new();

    /// <summary>How long a row waits at most for its block to fill before monitors see it, as far as it is not held up by a monitor. 10 ms
    /// to 1 day; default 1 second.</summary>
    public TimeSpan MaxBlockAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many blocks of up to 256 rows wait at most for each monitor; more are dropped and counted. 2 to 1,024; default 64.</summary>
    public int QueueCapacity { get; init; } = 64;

    /// <summary>How long disposal waits for running calls and for monitors to take what is queued; what is left is dropped and counted.
    /// Zero to 1 day; default 10 seconds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether latency is measured: of the call, each guard and the model. Default: false, because each time stamp costs about 25 to
    /// 35 ns; N guards take N + 2.</summary>
    public bool MeasureLatency { get; init; }
}
