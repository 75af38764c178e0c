namespace AISafety;

/// <summary>Watches the stream of calls, off the callers' path.</summary>
/// <remarks>Each monitor has a thread and a bounded queue of its own: <see cref="Observe"/> is never called concurrently for one monitor, and
/// one that is stuck delays neither calls nor other monitors. When its queue is full, its blocks are dropped and counted.</remarks>
public interface ISafetyMonitor : ISafetyGuard
{
    /// <summary>Takes a block of recorded calls.</summary>
    /// <param name="block">The block; its memory is reused after the method returns.</param>
    /// <param name="context">Raises alerts, tells the time, and is cancelled when the safe model is disposed of.</param>
    void Observe(ColumnBlock block, MonitorContext context);
}
