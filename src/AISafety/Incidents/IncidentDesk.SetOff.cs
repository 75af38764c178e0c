namespace AISafety.Incidents;

// What the containment of an incident has set off itself: the alert of the switch that it engaged, of the ladder that it holds, of the rollout that it took back.
public sealed partial class IncidentDesk
{
    private const string ReasonPrefix = "incident ";

    /// <summary>The reason that containment gives: parts repeat it, after <see cref="ActorName"/>, in their alerts, also in other processes and after a restart.</summary>
    internal static string ReasonOf(Incident incident) => $"{ReasonPrefix}{incident.Id}: {incident.Title}";

    /// <summary>Whether an alert says nothing but what the containment of an incident did: such an incident is that one. Once it is over, what it has left behind is news.</summary>
    /// <remarks>Throws only what the store throws.</remarks>
    private async ValueTask<bool> IsSetOffAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        const string Begin = $"{ActorName}: {ReasonPrefix}";
        int begin = alert.Message.IndexOf(Begin, StringComparison.Ordinal);
        int end = begin < 0 ? -1 : alert.Message.IndexOf(':', begin + Begin.Length);
        if (end < 0 || await Store.GetAsync(alert.Message[(begin + Begin.Length)..end], cancellationToken).ConfigureAwait(false) is not { } cause)
        {
            return false;
        }

        return (cause.IsOpen || alert.State == AlertState.Resolved) && alert.Message.AsSpan(begin).StartsWith($"{ActorName}: {ReasonOf(cause)}", StringComparison.Ordinal);
    }
}
