namespace AISafety.Incidents;

/// <summary>What became of the alerts at one desk. <c>Received = Recorded + Ignored + Duplicates + Unmatched + Lost + Pending</c>, always.</summary>
/// <param name="Received">Alerts that it was given, of any <see cref="SafetyAlert.State"/>.</param>
/// <param name="Recorded">Alerts that became part of an incident, listed or counted.</param>
/// <param name="Ignored">Alerts that a rule makes no incident of, and those that tell of nothing but what the containment of an open incident did.</param>
/// <param name="Duplicates">Alerts that an incident knew already.</param>
/// <param name="Unmatched">Ends of conditions that no incident is about.</param>
/// <param name="Lost">Alerts that were given up, for the store failed for too long.</param>
public sealed record IncidentDeskStatistics(long Received, long Recorded, long Ignored, long Duplicates, long Unmatched, long Lost)
{
    /// <summary>Alerts that wait for the store, and those in hand.</summary>
    public long Pending => Received - Recorded - Ignored - Duplicates - Unmatched - Lost;

    /// <summary>Incidents that it opened.</summary>
    public long Opened { get; init; }

    /// <summary>Incidents that it reopened, for a condition came back.</summary>
    public long Reopened { get; init; }

    /// <summary>Containment actions that were applied.</summary>
    public long ContainmentApplied { get; init; }

    /// <summary>Containment actions that threw or took too long, when they were applied or undone.</summary>
    public long ContainmentFailed { get; init; }

    /// <summary>Calls of the store that threw, or that could not be done for it.</summary>
    public long StoreFailures { get; init; }

    /// <summary>Times that a group of alerts was set aside, for the store refused one of them three times: it waits, and is tried again, while others no longer wait for it.</summary>
    public long SetAside { get; init; }

    /// <summary>Results of containment actions that were given up, for the store failed for too long: of these the record says that they are under way.</summary>
    public long ResultsLost { get; init; }
}
