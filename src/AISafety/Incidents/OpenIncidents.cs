namespace AISafety.Incidents;

/// <summary>The open incidents as a desk last saw them, for gauges, which cannot wait for a store.</summary>
internal sealed class OpenIncidents
{
    // More open incidents than this are no longer a number to look at.
    private const int Most = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Model, IncidentSeverity Severity, long Revision)> _open = [];

    public void Note(Incident incident)
    {
        lock (_lock)
        {
            bool isKnown = _open.TryGetValue(incident.Id, out (string Model, IncidentSeverity Severity, long Revision) known);
            if (isKnown && known.Revision > incident.Revision)
            {
                return;
            }

            if (!incident.IsOpen)
            {
                _open.Remove(incident.Id);
            }
            else if (isKnown || _open.Count < Most)
            {
                _open[incident.Id] = (incident.Model, incident.Severity, incident.Revision);
            }
        }
    }

    /// <summary>Forgets what is not in a list of all that are open.</summary>
    public void Keep(IReadOnlyList<Incident> open)
    {
        HashSet<string> ids = [.. open.Select(static one => one.Id)];
        lock (_lock)
        {
            foreach (string id in _open.Keys.Where(id => !ids.Contains(id)).ToArray())
            {
                _open.Remove(id);
            }
        }

        foreach (Incident incident in open)
        {
            Note(incident);
        }
    }

    public int Count(string model, IncidentSeverity severity)
    {
        lock (_lock)
        {
            return _open.Values.Count(one => one.Model == model && one.Severity == severity);
        }
    }
}
