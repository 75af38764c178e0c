using System.Globalization;

namespace AISafety.Incidents;

// From alerts to incidents.
public sealed partial class IncidentDesk
{
    private const string OverflowGroup = "incidents.overflow";

    private enum Taken
    {
        Recorded,
        Ignored,
        Duplicate,
        Unmatched,
    }

    /// <summary>Takes an alert. Completes when it is part of an incident and what is done by itself has been done; or, while the store fails, when it waits for it.</summary>
    public async ValueTask SendAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        _counts.Add(static now => now with { Received = now.Received + 1 });

        // While others wait, it waits behind them. Not by the functions of the options, which are asked in turn only.
        Claims claims = new();
        string group = $"{alert.Model}/{IncidentKinds.Of(alert)}";
        if (_backlog.MustWait(group) || !await TryTakeAsync(alert, claims, cancellationToken).ConfigureAwait(false))
        {
            Wait(new(alert.Model, alert.Code, group, true, token => TakeAndCountAsync(alert, claims, token)));
        }
    }

    private async ValueTask<bool> TryTakeAsync(SafetyAlert alert, Claims claims, CancellationToken cancellationToken)
    {
        try
        {
            await TakeAndCountAsync(alert, claims, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            StoreFailed(alert.Model, exception);
            return false;
        }
    }

    private async ValueTask TakeAndCountAsync(SafetyAlert alert, Claims claims, CancellationToken cancellationToken)
    {
        Taken taken;
        Incident? incident;
        IReadOnlyList<ContainmentRule> begun;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            (taken, incident, begun) = await TakeAsync(alert, claims, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        _counts.Add(now => taken switch
        {
            Taken.Recorded => now with { Recorded = now.Recorded + 1 },
            Taken.Ignored => now with { Ignored = now.Ignored + 1 },
            Taken.Duplicate => now with { Duplicates = now.Duplicates + 1 },
            _ => now with { Unmatched = now.Unmatched + 1 },
        });
        foreach (ContainmentRule rule in begun)
        {
            await ApplyAsync(incident!, rule.Action, ActorName, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the alert part of an incident. Throws only what the store throws.</summary>
    private async ValueTask<(Taken Taken, Incident? Incident, IReadOnlyList<ContainmentRule> Begun)> TakeAsync(SafetyAlert alert, Claims claims, CancellationToken cancellationToken)
    {
        bool isEnd = alert.State == AlertState.Resolved;
        IncidentSeverity rated = isEnd ? IncidentSeverity.None : Rate(alert);
        if (!isEnd && rated == IncidentSeverity.None)
        {
            return (Taken.Ignored, null, []);
        }

        string kind = KindOf(alert);
        string group = GroupOf(alert, kind);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            IReadOnlyList<Incident> known = await Store.ListAsync(new() { GroupKey = group }, cancellationToken).ConfigureAwait(false);
            DateTimeOffset at = alert.RaisedAt == default || alert.RaisedAt > Now ? Now : alert.RaisedAt;
            Incident? old = FindFor(alert, known, at);
            bool isKnown = old is { IsOpen: true } && old.Conditions.Any(condition => condition.Is(alert));
            if (!isKnown && (old is null || !isEnd) && await IsSetOffAsync(alert, cancellationToken).ConfigureAwait(false))
            {
                return (Taken.Ignored, null, []);
            }

            if (old is null && isEnd)
            {
                if (group == OverflowGroup)
                {
                    return (Taken.Unmatched, null, []);
                }

                // It may have come up when the store was full.
                group = OverflowGroup;
                continue;
            }

            Incident? next = isEnd ? End(old!, alert, at) : Take(old, alert, rated, at, group == OverflowGroup ? IncidentKinds.Overflow : kind, group, known);
            if (next is null)
            {
                // It may have been written when the store threw all the same, and what it claimed was not begun.
                return (Taken.Duplicate, old, old is null ? [] : claims.TakeOf(old, _options.Containment));
            }

            (next, IReadOnlyList<ContainmentRule> begun) = isEnd ? (next, []) : Begin(old, next, alert, claims);
            claims.Add(next, begun);
            (IncidentWrite written, Incident stored) = await WriteAsync(next, cancellationToken).ConfigureAwait(false);
            claims.Remove(next, begun);
            if (written == IncidentWrite.Written)
            {
                CountOpened(old, stored);
                return (Taken.Recorded, stored, begun);
            }

            if (written == IncidentWrite.Full)
            {
                group = group == OverflowGroup ? throw new IncidentStoreException("The store is full of incidents that are not closed.") : OverflowGroup;
                continue;
            }

            await StepAsideAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        throw new IncidentStoreException($"The store refused {MostAttempts} writes in a row, for others wrote meanwhile.");
    }

    /// <summary>The incident that an alert belongs to; null if it makes a new one.</summary>
    private Incident? FindFor(SafetyAlert alert, IReadOnlyList<Incident> known, DateTimeOffset at)
    {
        if (known.FirstOrDefault(one => one.IsOpen && one.Conditions.Any(condition => condition.Is(alert))) is { } same)
        {
            return same;
        }

        if (alert.State == AlertState.Resolved)
        {
            return known.FirstOrDefault(one => one.Conditions.Any(condition => condition.Is(alert) && (condition.OverAt is null || condition.Knows(alert))));
        }

        // What does not fit is one incident, however long ago it was last heard of: there is no room for another.
        return known.FirstOrDefault(one => one.IsOpen && (one.GroupKey == OverflowGroup || at - one.LastAlertAt <= _options.GroupWindow))
            ?? known.FirstOrDefault(one => !one.IsOpen && one.Conditions.Any(condition => condition.Is(alert)) && at - (one.ClosedAt ?? one.RecoveredAt ?? one.DetectedAt) <= _options.ReopenWindow);
    }

    private Incident? Take(Incident? old, SafetyAlert alert, IncidentSeverity rated, DateTimeOffset at, string kind, string group, IReadOnlyList<Incident> known)
    {
        Incident incident = old ?? IncidentStep.Open(
            alert, IdOf(), group, known.Select(static one => one.Number).DefaultIfEmpty().Max() + 1, kind, TitleOf(alert, kind), rated, at);
        if (incident.Conditions.Any(condition => condition.Is(alert) && condition.Knows(alert)))
        {
            return null;
        }

        // A reminder of what people have called over is no return.
        Incident awake = !incident.IsOpen && alert.State != AlertState.Reminder
            ? IncidentStep.Advance(incident, IncidentStage.Detected, ActorName, "Reopened: a condition is back.", at, _options)
            : incident;
        return IncidentStep.Take(awake, alert, rated, at, _options);
    }

    private Incident? End(Incident old, SafetyAlert alert, DateTimeOffset at)
    {
        Incident? next = IncidentStep.End(old, alert, at, _options);
        if (next is not { IsOpen: true, IsQuiet: true } || Ask(next) is not { } stage)
        {
            return next;
        }

        // What was worked on is closed by way of its recovery.
        foreach (IncidentStage one in IncidentLifeCycle.Allows(next.Stage, stage) ? new[] { stage } : [IncidentStage.Recovered, stage])
        {
            next = IncidentLifeCycle.Allows(next.Stage, one)
                ? IncidentStep.Advance(next, one, ActorName, $"{next.Stage} becomes {one}, by rule: all conditions are over.", at, _options)
                : next;
        }

        return next;
    }

    private IncidentStage? Ask(Incident incident)
    {
        IncidentStage? stage = Guarded(incident.Model, () => _options.WhenOver?.Invoke(incident), null);
        return stage is IncidentStage.Recovered or IncidentStage.Closed ? stage : null;
    }

    private IncidentSeverity Rate(SafetyAlert alert)
    {
        foreach (IncidentRule rule in _options.Rules)
        {
            if (Guarded(alert.Model, () => rule.Holds(alert), false))
            {
                return rule.Severity;
            }
        }

        return IncidentRule.Default(alert.Severity);
    }

    private string KindOf(SafetyAlert alert) => Guarded(alert.Model, () => _options.KindOf?.Invoke(alert), null) ?? IncidentKinds.Of(alert);

    private string GroupOf(SafetyAlert alert, string kind) => Guarded(alert.Model, () => _options.GroupBy?.Invoke(alert), null) ?? $"{alert.Model}/{kind}";

    private string TitleOf(SafetyAlert alert, string kind)
    {
        string title = RunbookFor(kind)?.Title ?? (kind == IncidentKinds.Other ? $"{alert.Code} of {alert.Monitor}" : kind);
        return alert.Model.Length == 0 ? title : $"{alert.Model}: {title}";
    }

    private string IdOf() => string.Create(CultureInfo.InvariantCulture, $"{_instance}-{Interlocked.Increment(ref _ids)}");

    /// <summary>Asks a function of the user's; what it throws is logged, and the answer is another.</summary>
    private T Guarded<T>(string model, Func<T> ask, T otherwise)
    {
        try
        {
            return ask();
        }
        catch (Exception exception)
        {
            TelemetryOf(model)?.Log.IncidentRuleFailed(model, exception);
            return otherwise;
        }
    }
}
