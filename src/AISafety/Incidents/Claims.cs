namespace AISafety.Incidents;

/// <summary>The containment that was claimed for one alert in writes of which nobody knows whether they were done, for the store threw. Of one alert at a time.</summary>
internal sealed class Claims
{
    private readonly HashSet<(string Incident, ContainmentRecord Record)> _unknown = [];

    /// <summary>Notes what a write is about to claim.</summary>
    public void Add(Incident incident, IEnumerable<ContainmentRule> begun)
    {
        foreach (ContainmentRule rule in begun)
        {
            _unknown.Add((incident.Id, RecordOf(incident, rule)!));
        }
    }

    /// <summary>Forgets it: the write was done, and what was claimed is about to be applied; or it was refused.</summary>
    public void Remove(Incident incident, IEnumerable<ContainmentRule> begun)
    {
        foreach (ContainmentRule rule in begun)
        {
            _unknown.Remove((incident.Id, RecordOf(incident, rule)!));
        }
    }

    /// <summary>Whether a claim that is in the store is one of these: then nobody has begun it.</summary>
    public bool Has(Incident incident, ContainmentRecord record) => _unknown.Contains((incident.Id, record));

    /// <summary>The rules whose claim in an incident is one of these. They are about to be applied, and are no longer among them.</summary>
    public IReadOnlyList<ContainmentRule> TakeOf(Incident incident, IEnumerable<ContainmentRule> rules)
    {
        ContainmentRule[] found = _unknown.Count == 0 ? [] : [.. rules.Where(rule => RecordOf(incident, rule) is { } record && Has(incident, record))];
        Remove(incident, found);
        return found;
    }

    private static ContainmentRecord? RecordOf(Incident incident, ContainmentRule rule) => incident.Containment.FirstOrDefault(one => one.Action == rule.Action.Name);
}
