namespace AISafety.Incidents;

/// <summary>Where incidents are kept. Shared by all replicas whose incidents are to be one.</summary>
/// <remarks>Thread-safe. It may throw: alerts wait until it works again, and people are told.</remarks>
public interface IIncidentStore
{
    /// <summary>An incident by its id; null if there is none.</summary>
    ValueTask<Incident?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>The incidents for which a query holds, the last detected first; of the same time, that with the greater <see cref="Incident.Number"/>.</summary>
    ValueTask<IReadOnlyList<Incident>> ListAsync(IncidentQuery query, CancellationToken cancellationToken);

    /// <summary>Writes an incident if it follows what is there, in one step that no other write comes between.</summary>
    /// <param name="incident">The incident. Of <see cref="Incident.Revision"/> 1 it is new: refused if its id, or its number in its group, is taken. Otherwise refused unless the revision that
    /// is there is one less.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    ValueTask<IncidentWrite> TryWriteAsync(Incident incident, CancellationToken cancellationToken);
}
