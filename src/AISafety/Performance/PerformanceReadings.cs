namespace AISafety.Performance;

/// <summary>Where a monitor leaves its current values, to be read at any time from any thread, as by a dashboard.</summary>
/// <remarks>Made by the caller and given to one <c>AddX</c>. If several models are built from that builder, it holds the readings of whichever computed last.</remarks>
public sealed class PerformanceReadings
{
    private volatile IReadOnlyList<PerformanceReading> _current = [];
    private volatile IReadOnlyList<PerformanceReading> _lastWindow = [];

    /// <summary>The metrics of the open window, or of the last chunk of an estimate; empty before the first block of calls.</summary>
    public IReadOnlyList<PerformanceReading> Current => _current;

    /// <summary>The metrics of the last window that was closed, or of the last chunk of an estimate; empty before there is one.</summary>
    public IReadOnlyList<PerformanceReading> LastWindow => _lastWindow;

    /// <summary>One metric of the open window; null if it has not been computed.</summary>
    public PerformanceReading? Find(PerformanceMetric metric)
    {
        foreach (PerformanceReading reading in _current)
        {
            if (reading.Metric == metric)
            {
                return reading;
            }
        }

        return null;
    }

    internal void Publish(IReadOnlyList<PerformanceReading> readings, bool isClosed)
    {
        _current = readings;
        if (isClosed)
        {
            _lastWindow = readings;
        }
    }
}
