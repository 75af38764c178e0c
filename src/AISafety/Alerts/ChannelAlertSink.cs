using System.Threading.Channels;

namespace AISafety.Alerts;

/// <summary>Hands alerts to whoever reads its channel: a background service, a dashboard, a test.</summary>
/// <remarks>A full channel gives up its oldest alert, so that a reader who is gone holds up nobody; <see cref="Dropped"/> counts them. May be shared between safe models.</remarks>
public sealed class ChannelAlertSink : IAlertSink
{
    private readonly Channel<SafetyAlert> _channel;
    private long _dropped;

    /// <summary>Creates the sink.</summary>
    /// <param name="capacity">How many alerts wait at most for the reader. 1 to 65,536; default 256.</param>
    /// <param name="name">Its name in metrics, logs and statistics.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or blank.</exception>
    public ChannelAlertSink(int capacity = 256, string name = "channel")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 65_536);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _channel = Channel.CreateBounded<SafetyAlert>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref _dropped));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Reads the alerts, in their order.</summary>
    public ChannelReader<SafetyAlert> Reader => _channel.Reader;

    /// <summary>Alerts that nobody read in time, or that came after <see cref="Complete"/>.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Says that no more alerts come: a loop over <see cref="Reader"/> ends when it has read the rest. A safe model does not call it, for the sink may be shared.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <inheritdoc/>
    public ValueTask SendAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (!_channel.Writer.TryWrite(alert))
        {
            Interlocked.Increment(ref _dropped);
        }

        return default;
    }
}
