namespace AISafety.Incidents;

// What the containment of an incident has set off itself: the alert of the switch that it engaged, of the ladder that it holds, of the rollout that it took back.
public sealed partial class IncidentDesk
{
    /// <summary>Whether an alert says nothing but what the containment of an incident did: such an incident is that one. Once it is over, what it has left behind is news.</summary>
    /// <remarks>Only the part that was moved knows, and says so in <see cref="SafetyAlert.SetOffBy"/>; no text is searched. Throws only what the store throws.</remarks>
    private async ValueTask<bool> IsSetOffAsync(SafetyAlert alert, CancellationToken cancellationToken) =>
        alert.SetOffBy is { } reason
        && await FindAsync(reason, cancellationToken).ConfigureAwait(false) is { } cause
        && (cause.IsOpen || alert.State == AlertState.Resolved);

    /// <summary>What the incident of a reason has to do with an action: by its record, which is the same for all replicas.</summary>
    private async ValueTask<ContainmentNeed> NeedAsync(string reason, string action, CancellationToken cancellationToken)
    {
        if (await FindAsync(reason, cancellationToken).ConfigureAwait(false) is not { } incident)
        {
            return ContainmentNeed.Unknown;
        }

        // One that is being undone needs it no more: else two that are undone at once would each leave it to the other.
        return incident.Containment.FirstOrDefault(one => one.Action == action)?.State is ContainmentState.Undoing or ContainmentState.Undone ? ContainmentNeed.Over : ContainmentNeed.Needed;
    }

    /// <summary>The incident that a reason of containment is of, if it is that one's to the letter.</summary>
    private async ValueTask<Incident?> FindAsync(string reason, CancellationToken cancellationToken) =>
        ContainmentReason.IncidentOf(reason) is { } id
        && await Store.GetAsync(id, cancellationToken).ConfigureAwait(false) is { } incident
        && ContainmentReason.Of(incident) == reason
            ? incident
            : null;
}
