namespace AISafety.Incidents;

/// <summary>Keeps incidents in this process: for one replica, and gone with it.</summary>
/// <remarks>Thread-safe; every operation completes synchronously. When it is full, incidents that are closed give way, those that were closed first before others.</remarks>
public sealed class InProcessIncidentStore : IIncidentStore
{
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Incident> _incidents = [];
    private readonly Dictionary<string, SortedList<int, string>> _groups = [];
    private readonly SortedSet<(DateTimeOffset At, string Id)> _closed = [];

    /// <summary>Creates the store.</summary>
    /// <param name="capacity">How many incidents it holds at most. 1 to 1,000,000; default 1,000. One more is kept for what does not fit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is out of range.</exception>
    public InProcessIncidentStore(int capacity = 1_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1_000_000);
        _capacity = capacity;
    }

    /// <summary>Incidents that gave way.</summary>
    public long Evicted { get; private set; }

    /// <summary>Incidents that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _incidents.Count;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Incident?> GetAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_lock)
        {
            return new(_incidents.GetValueOrDefault(id));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Incident>> ListAsync(IncidentQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
        {
            IEnumerable<Incident> all = query.GroupKey is not { } group ? _incidents.Values
                : _groups.TryGetValue(group, out SortedList<int, string>? ids) ? ids.Values.Select(id => _incidents[id])
                : [];
            return new([.. all.Where(query.Matches).OrderByDescending(static one => one.DetectedAt).ThenByDescending(static one => one.Number).Take(query.Limit ?? int.MaxValue)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IncidentWrite> TryWriteAsync(Incident incident, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(incident);
        lock (_lock)
        {
            return new(Write(incident));
        }
    }

    private IncidentWrite Write(Incident incident)
    {
        bool isThere = _incidents.TryGetValue(incident.Id, out Incident? old);
        if (incident.Revision != (isThere ? old!.Revision + 1 : 1))
        {
            return IncidentWrite.Conflict;
        }

        if (!isThere)
        {
            if (_groups.TryGetValue(incident.GroupKey, out SortedList<int, string>? group) && group.ContainsKey(incident.Number))
            {
                return IncidentWrite.Conflict;
            }

            int room = incident.Kind == IncidentKinds.Overflow ? _capacity + 1 : _capacity;
            if (_incidents.Count >= room && !TryEvict())
            {
                return IncidentWrite.Full;
            }

            // Evicting may have taken the group away.
            if (!_groups.TryGetValue(incident.GroupKey, out group))
            {
                _groups.Add(incident.GroupKey, group = []);
            }

            group.Add(incident.Number, incident.Id);
        }

        if (isThere)
        {
            _closed.Remove(PlaceOf(old!));
        }

        if (incident.Stage == IncidentStage.Closed)
        {
            _closed.Add(PlaceOf(incident));
        }

        _incidents[incident.Id] = incident;

        return IncidentWrite.Written;
    }

    /// <summary>Lets the incident go that was closed first.</summary>
    private bool TryEvict()
    {
        if (_closed.Count == 0)
        {
            return false;
        }

        (DateTimeOffset At, string Id) first = _closed.Min;
        _closed.Remove(first);
        _incidents.Remove(first.Id, out Incident? incident);
        SortedList<int, string> group = _groups[incident!.GroupKey];
        group.Remove(incident.Number);
        if (group.Count == 0)
        {
            _groups.Remove(incident.GroupKey);
        }

        Evicted++;
        return true;
    }

    private static (DateTimeOffset At, string Id) PlaceOf(Incident incident) => (incident.ClosedAt ?? incident.DetectedAt, incident.Id);
}
