namespace AISafety.Switches;

/// <summary>Where a kill switch is kept, so that it outlives the process and others see it: a file, a row of a database. Must be thread-safe.</summary>
/// <remarks>Reads must be current: what was written, by whomever, is what the next read gives, whole and with times to the tick. A read from a replica that may lag behind will not do: a record with a smaller revision than one that was
/// known counts as one that cannot be read, and the switch as engaged. What takes longer than <see cref="KillSwitchOptions.StoreTimeout"/> is given up.</remarks>
public interface IKillSwitchStore
{
    /// <summary>Reads what is stored.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The record; null only if none was ever written. What is there and cannot be read must be an exception, of any type: then the switch counts as engaged.</returns>
    ValueTask<KillSwitchRecord?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces what is stored, whole or not at all, if nobody has done so in the meantime.</summary>
    /// <param name="record">What is to be stored.</param>
    /// <param name="expectedRevision">The <see cref="KillSwitchRecord.Revision"/> of what is stored: 0 for nothing, <see cref="KillSwitchRecord.Unreadable"/> for what cannot be read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it was stored; false if what is stored has another revision. What fails is an exception, of any type.</returns>
    ValueTask<bool> TryWriteAsync(KillSwitchRecord record, long expectedRevision, CancellationToken cancellationToken);
}
