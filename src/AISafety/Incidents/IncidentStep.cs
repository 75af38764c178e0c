using System.Globalization;

namespace AISafety.Incidents;

/// <summary>What changes an incident: each step is the incident as it was in, and as it is then out, so that it can be done again on what another replica wrote.</summary>
internal static class IncidentStep
{
    /// <summary>Opens an incident. It has no alert yet.</summary>
    public static Incident Open(SafetyAlert alert, string id, string group, int number, string kind, string title, IncidentSeverity rated, DateTimeOffset at) => new()
    {
        Id = id,
        GroupKey = group,
        Number = number,
        Revision = 0,
        Title = title,
        Kind = kind,
        Model = alert.Model,
        Severity = rated,
        DetectedAt = at,
        LastAlertAt = at,
    };

    /// <summary>Takes an alert that is not the end of its condition; null if it was taken before.</summary>
    public static Incident? Take(Incident incident, SafetyAlert alert, IncidentSeverity rated, DateTimeOffset at, IncidentOptions options)
    {
        IncidentCondition? known = incident.Conditions.FirstOrDefault(one => one.Is(alert));
        if (known?.Knows(alert) == true)
        {
            return null;
        }

        Incident next = Heard(incident, alert, at);
        if (known is null && incident.Conditions.Count >= options.ConditionCapacity)
        {
            next = next with { ConditionsLeftOut = next.ConditionsLeftOut + 1 };
            return Worsen(next, rated, alert.Severity, at, options);
        }

        bool isNew = known is null || known.OverAt is not null;
        bool isWorse = known is null || rated < known.Severity;
        IncidentCondition changed = (known ?? IncidentCondition.Of(alert)).With(alert, rated, at);
        next = next with { Conditions = known is null ? [.. incident.Conditions, changed] : [.. incident.Conditions.Select(one => ReferenceEquals(one, known) ? changed : one)] };

        // The same condition once more, as from another replica, is only counted.
        if (isNew || isWorse || alert.State != AlertState.Raised)
        {
            next = Write(next, IncidentEntryKind.Alert, IncidentDesk.ActorName, TextOf(alert), at, options);
        }

        return isWorse ? Worsen(next, rated, alert.Severity, at, options) : next;
    }

    /// <summary>Takes the end of a condition; null if the incident knows nothing of it, or knows it.</summary>
    public static Incident? End(Incident incident, SafetyAlert alert, DateTimeOffset at, IncidentOptions options)
    {
        IncidentCondition? known = incident.Conditions.FirstOrDefault(one => one.Is(alert));
        if (known is null || known.Knows(alert) || known.OverAt is not null)
        {
            return null;
        }

        IncidentCondition changed = known.Without(alert, at);
        Incident next = Heard(incident, alert, at) with { Conditions = [.. incident.Conditions.Select(one => ReferenceEquals(one, known) ? changed : one)] };
        string text = changed.OverAt is null ? "Over in one replica: " : "Over: ";
        return Write(next, IncidentEntryKind.AlertOver, IncidentDesk.ActorName, text + TextOf(alert), at, options);
    }

    /// <summary>Brings an incident to another stage, which the life cycle must allow.</summary>
    public static Incident Advance(Incident incident, IncidentStage to, string actor, string text, DateTimeOffset at, IncidentOptions options)
    {
        if (!IncidentLifeCycle.Allows(incident.Stage, to))
        {
            throw new InvalidOperationException($"An incident does not go from {incident.Stage} to {to}.");
        }

        DateTimeOffset moment = Later(incident, at);
        bool reopens = IncidentLifeCycle.Reopens(incident.Stage, to);
        bool wasOver = IncidentLifeCycle.IsOver(incident.Stage);
        Incident next = incident with
        {
            Stage = to,
            AssessedAt = to == IncidentStage.Assessed ? incident.AssessedAt ?? moment : incident.AssessedAt,
            ContainedAt = to == IncidentStage.Contained ? incident.ContainedAt ?? moment : incident.ContainedAt,
            RecoveredAt = reopens ? null : IncidentLifeCycle.IsOver(to) && !wasOver ? moment : incident.RecoveredAt,
            ClosedAt = to == IncidentStage.Closed ? moment : null,
            Reopened = incident.Reopened + (reopens ? 1 : 0),
        };
        return Write(next, reopens ? IncidentEntryKind.Reopened : IncidentEntryKind.Stage, actor, text, moment, options);
    }

    /// <summary>Notes how bad a person says that it is.</summary>
    public static Incident Assess(Incident incident, IncidentSeverity severity, string actor, string note, DateTimeOffset at, IncidentOptions options)
    {
        Incident rated = incident with { Severity = severity, AssessedAt = incident.AssessedAt ?? Later(incident, at) };
        string text = string.Create(CultureInfo.InvariantCulture, $"Assessed as severity {(int)severity}.{(note.Length == 0 ? "" : " ")}{note}");
        return incident.Stage == IncidentStage.Detected
            ? Advance(rated, IncidentStage.Assessed, actor, text, at, options)
            : Write(rated, IncidentEntryKind.Severity, actor, text, at, options);
    }

    /// <summary>Says how far a containment action has come.</summary>
    public static Incident Contain(Incident incident, ContainmentRecord record, string text, IncidentOptions options)
    {
        bool isKnown = incident.Containment.Any(one => one.Action == record.Action);
        ContainmentRecord stamped = record with { At = Later(incident, record.At) };
        Incident next = incident with
        {
            Containment = isKnown ? [.. incident.Containment.Select(one => one.Action == record.Action ? stamped : one)] : [.. incident.Containment, stamped],
        };
        next = Write(next, IncidentEntryKind.Containment, record.Actor, text, record.At, options);
        return record.State == ContainmentState.Applied && incident.Stage is IncidentStage.Detected or IncidentStage.Assessed
            ? Advance(next, IncidentStage.Contained, record.Actor, $"Contained by {record.Action}.", record.At, options)
            : next;
    }

    /// <summary>Writes an entry. Past the capacity the oldest alert gives way, else the oldest of the others; the first stays.</summary>
    public static Incident Write(Incident incident, IncidentEntryKind kind, string actor, string text, DateTimeOffset at, IncidentOptions options)
    {
        List<IncidentEntry> entries = [.. incident.Timeline, new(Later(incident, at), kind, actor, text, incident.Stage)];
        long leftOut = incident.EntriesLeftOut;
        while (entries.Count > options.TimelineCapacity)
        {
            int alert = entries.FindIndex(1, static one => one.Kind is IncidentEntryKind.Alert or IncidentEntryKind.AlertOver);
            entries.RemoveAt(alert > 0 ? alert : 1);
            leftOut++;
        }

        return incident with { Timeline = entries, EntriesLeftOut = leftOut };
    }

    /// <summary>Times of a timeline never go back, though clocks may, and differ between replicas.</summary>
    private static DateTimeOffset Later(Incident incident, DateTimeOffset at) =>
        incident.Timeline is [.., { At: var last }] && last > at ? last : at;

    private static Incident Heard(Incident incident, SafetyAlert alert, DateTimeOffset at) => incident with
    {
        Alerts = incident.Alerts + 1,
        LastAlertAt = at > incident.LastAlertAt ? at : incident.LastAlertAt,
        Since = alert.State != AlertState.Resolved && alert.Since is { } since && !(since > incident.Since) ? since : incident.Since,
    };

    private static Incident Worsen(Incident incident, IncidentSeverity rated, AlertSeverity alert, DateTimeOffset at, IncidentOptions options) => rated >= incident.Severity
        ? incident
        : Write(
            incident with { Severity = rated },
            IncidentEntryKind.Severity,
            IncidentDesk.ActorName,
            string.Create(CultureInfo.InvariantCulture, $"Severity {(int)incident.Severity} becomes {(int)rated}: an alert is {alert.ToString().ToLowerInvariant()}."),
            at,
            options);

    private static string TextOf(SafetyAlert alert)
    {
        string feature = alert.Feature is null ? "" : $", feature {alert.Feature}";
        string measured = alert.Metric is null ? "" : double.IsFinite(alert.Value)
            ? string.Create(CultureInfo.InvariantCulture, $", {alert.Metric} {alert.Value:G4} (limit {alert.Threshold:G4})")
            : $", {alert.Metric}";
        string model = alert.Model.Length == 0 ? "" : $"{alert.Model}: ";
        return $"{model}{alert.Monitor} {alert.Code} ({alert.Severity.ToString().ToLowerInvariant()}, {alert.State.ToString().ToLowerInvariant()}{feature}{measured}): {alert.Message}";
    }
}
