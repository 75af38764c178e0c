namespace AISafety.Incidents;

/// <summary>Counts of a desk, under one lock, so that they add up at every moment.</summary>
internal sealed class DeskCounts
{
    private readonly Lock _lock = new();
    private IncidentDeskStatistics _now = new(0, 0, 0, 0, 0, 0);

    public IncidentDeskStatistics Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public void Add(Func<IncidentDeskStatistics, IncidentDeskStatistics> change)
    {
        lock (_lock)
        {
            _now = change(_now);
        }
    }
}
