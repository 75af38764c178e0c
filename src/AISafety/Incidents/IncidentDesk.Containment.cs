namespace AISafety.Incidents;

// What is done to contain an incident, and undone.
public sealed partial class IncidentDesk
{
    /// <summary>Applies a containment action of the options, as a person: one that no rule applied, that failed, that was undone, or that was begun and never ended.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="actor">Who wants it; not blank.</param>
    /// <param name="note">Why, at most 4,000 characters; null for nothing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <remarks>What the store throws is rethrown: then the action was not begun. The refusal says so if the action fails.</remarks>
    /// <exception cref="ArgumentException"><paramref name="actor"/> or <paramref name="action"/> is blank, or <paramref name="note"/> too long.</exception>
    public ValueTask<IncidentChange> ContainAsync(string id, string action, string actor, string? note = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, action, actor, note, isUndo: false, cancellationToken);

    /// <summary>Takes a containment action back, as a person: one that was applied, or that failed and may have taken effect all the same.</summary>
    /// <inheritdoc cref="ContainAsync"/>
    public ValueTask<IncidentChange> UndoAsync(string id, string action, string actor, string? note = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, action, actor, note, isUndo: true, cancellationToken);

    private async ValueTask<IncidentChange> ActAsync(string id, string name, string actor, string? note, bool isUndo, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Check(actor, note);
        if (_options.Containment.FirstOrDefault(one => one.Action.Name == name)?.Action is not { } action)
        {
            string known = _options.Containment.Count == 0 ? "none" : string.Join(", ", _options.Containment.Select(static one => one.Action.Name));
            return new(await GetAsync(id, cancellationToken).ConfigureAwait(false), $"There is no containment action '{name}'. There are: {known}.");
        }

        ContainmentState before = ContainmentState.Applied;
        IncidentChange begun = await ChangeAsync(
            id,
            incident =>
            {
                before = incident.Containment.FirstOrDefault(one => one.Action == name)?.State ?? before;
                return Begin(incident, name, actor, note, isUndo);
            },
            cancellationToken).ConfigureAwait(false);
        if (!begun.IsDone)
        {
            return begun;
        }

        return isUndo
            ? await TryUndoAsync(begun.Incident!, action, actor, before == ContainmentState.Failed ? before : ContainmentState.Applied, cancellationToken).ConfigureAwait(false)
            : await ApplyAsync(begun.Incident!, action, actor, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Claims an action, so that no other replica does it at the same time.</summary>
    private IncidentChange Begin(Incident incident, string name, string actor, string? note, bool isUndo)
    {
        ContainmentRecord? record = incident.Containment.FirstOrDefault(one => one.Action == name);
        bool isBusy = record?.State is ContainmentState.Applying or ContainmentState.Undoing && Now - record.At <= _options.ContainmentTimeout;
        bool isWrong = isUndo ? record is null or { State: ContainmentState.Undone } : record?.State == ContainmentState.Applied;
        if (isBusy || isWrong)
        {
            return new(incident, $"Action '{name}' is {record?.State.ToString() ?? "not applied"}; it cannot be {(isUndo ? "undone" : "applied")} now.");
        }

        string text = $"{(isUndo ? "Undoing" : "Applying")} {name}.{(string.IsNullOrWhiteSpace(note) ? "" : $" {note}")}";
        ContainmentRecord next = new(name, isUndo ? ContainmentState.Undoing : ContainmentState.Applying, Now, actor, (record?.Attempts ?? 0) + (isUndo ? 0 : 1));
        return new(IncidentStep.Contain(incident, next, text, _options), null);
    }

    /// <summary>Claims what rules say. An incident that came back has what was undone or had failed applied again; and what was claimed, and by now must have come to an end if anybody had begun it, is claimed anew. What the alert itself says is in force is not begun for it.</summary>
    private (Incident Next, IReadOnlyList<ContainmentRule> Begun) Begin(Incident? old, Incident next, SafetyAlert alert, Claims claims)
    {
        if (!next.IsOpen)
        {
            return (next, []);
        }

        // Actions that were claimed together are applied one after another.
        bool isBack = old is { IsOpen: false };
        List<ContainmentRule> begun = [];
        foreach (ContainmentRule rule in _options.Containment)
        {
            ContainmentRecord? record = next.Containment.FirstOrDefault(one => one.Action == rule.Action.Name);
            bool isDue = record is null
                || (isBack && record.State is ContainmentState.Undone or ContainmentState.Failed)
                || (record.State == ContainmentState.Applying && (Now - record.At > _options.ContainmentTimeout * _options.Containment.Count || claims.Has(next, record)));
            Incident asked = next;
            bool isInForce = rule.Action is IKnowsItsAlert action && action.IsToldBy(alert);
            if (isDue && !isInForce && rule.When is { } when && Guarded(next.Model, () => when(asked), true))
            {
                begun.Add(rule);

                // From now, not from the alert's time: one that has waited would be claimed since long ago.
                next = IncidentStep.Contain(
                    next, new(rule.Action.Name, ContainmentState.Applying, Now, ActorName, (record?.Attempts ?? 0) + 1), $"Applying {rule.Action.Name}, by rule.", _options);
            }
        }

        return (next, begun);
    }

    private async ValueTask<IncidentChange> ApplyAsync(Incident incident, IContainmentAction action, string actor, CancellationToken cancellationToken)
    {
        string? failure = await TryAsync(action.ApplyAsync, incident, cancellationToken).ConfigureAwait(false);
        CountContainment(incident, action.Name, failure is null ? "applied" : "failed", failure);
        return await SettleAsync(
            incident,
            action.Name,
            actor,
            failure is null ? ContainmentState.Applied : ContainmentState.Failed,
            failure is null ? $"Applied {action.Name}." : $"{action.Name} could not be applied: {failure}",
            failure).ConfigureAwait(false);
    }

    private async ValueTask<IncidentChange> TryUndoAsync(Incident incident, IContainmentAction action, string actor, ContainmentState before, CancellationToken cancellationToken)
    {
        string? left = null;
        string? failure = await TryAsync(
            action is ISharedContainment shared
                ? async (one, token) => left = await shared.UndoAsync(one, (reason, inTime) => NeedAsync(reason, action.Name, inTime), token).ConfigureAwait(false)
                : action.UndoAsync,
            incident,
            cancellationToken).ConfigureAwait(false);
        CountContainment(incident, action.Name, failure is null ? "undone" : "undo_failed", failure);
        return await SettleAsync(
            incident,
            action.Name,
            actor,
            failure is null ? ContainmentState.Undone : before,
            failure is null ? $"Undid {action.Name}.{(left is null ? "" : $" {left}")}" : $"{action.Name} could not be undone: {failure}",
            failure).ConfigureAwait(false);
    }

    /// <summary>Runs an action within its time; what went wrong, or null.</summary>
    private async ValueTask<string?> TryAsync(Func<Incident, CancellationToken, ValueTask> act, Incident incident, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? running = null;
        try
        {
            running = act(incident, timeout.Token).AsTask();
            await running.WaitAsync(_options.ContainmentTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (TimeoutException) when (running is { IsCompleted: false })
        {
            Abandon(running, timeout);
            return $"it did not end within {_options.ContainmentTimeout:c}, and may still take effect.";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && running is { IsCompleted: false })
        {
            Abandon(running, timeout);
            return "it was given up, and may still take effect.";
        }
        catch (ContainmentException exception)
        {
            return exception.Message;
        }
        catch (Exception exception)
        {
            return $"it threw {exception.GetType().Name}.";
        }
    }

    private static void Abandon(Task running, CancellationTokenSource timeout)
    {
        // Observed, so that what it throws later reaches nobody as an unobserved exception. What it has registered with the token may throw, or never return: not awaited.
        UnawaitedTask.Observe(running);
        UnawaitedTask.Observe(timeout.CancelAsync());
    }

    /// <summary>Writes what became of an action. What was done is done: if the store fails, the result waits for it.</summary>
    private async ValueTask<IncidentChange> SettleAsync(Incident incident, string name, string actor, ContainmentState state, string text, string? failure)
    {
        DateTimeOffset at = Now;
        string? refusal = failure is null ? null : $"Action '{name}': {failure}";
        try
        {
            IncidentChange change = await ChangeAsync(incident.Id, Settled, CancellationToken.None).ConfigureAwait(false);
            return change with { Refusal = refusal ?? change.Refusal };
        }
        catch (Exception exception)
        {
            StoreFailed(incident.Model, exception);
            Wait(new(incident.Model, name, incident.GroupKey, false, async token => await ChangeAsync(incident.Id, Settled, token).ConfigureAwait(false)));
            return new(incident, refusal);
        }

        IncidentChange Settled(Incident now) =>
            new(IncidentStep.Contain(now, new(name, state, at, actor, now.Containment.FirstOrDefault(one => one.Action == name)?.Attempts ?? 1), text, _options), null);
    }
}
