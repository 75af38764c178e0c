using AISafety.DataQuality;

namespace AISafety;

/// <summary>How the data of a safe model stands, for dashboards and health checks. Give one to <c>AddDataQuality</c>, and read it from any thread.</summary>
/// <remarks>Of one safe model: built into several, it is the last one's.</remarks>
public sealed class DataQualityStatus
{
    private DataQualityMonitor? _monitor;

    /// <summary>The last window that was judged; null before the first.</summary>
    public DataQualityWindow? LastWindow => Volatile.Read(ref _monitor)?.LastWindow;

    /// <summary>Looks at the clock: how fresh each source is now. What is stale, and a volume that is too small, is raised as an alert from here, on this thread.</summary>
    /// <remarks>Without rows nothing is handed to a monitor, and there is no timer: call this, as a health check does, so that it is found when all sources are silent.</remarks>
    /// <returns>Empty before the safe model is built and its first rows have come, and where no source is watched.</returns>
    public IReadOnlyList<SourceQuality> Check() => Volatile.Read(ref _monitor)?.Check() ?? [];

    internal void Follow(DataQualityMonitor monitor) => Volatile.Write(ref _monitor, monitor);
}
