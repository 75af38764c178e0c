using AISafety.Storage;

namespace AISafety.Switches;

/// <summary>Keeps a kill switch in a file, which several processes may share. What is in the file and is not the record of a kill switch means that the switch is engaged, so that in an emergency anything that is written to it stops the model.</summary>
/// <remarks>
/// <para>Written to a file beside it, flushed to the disk, and renamed, under a lock that other processes respect (<c>.lock</c>). A directory that does not exist is an error, not a switch that was never engaged; so is a file that is gone while the lock file says that one was written.</para>
/// <para>The rename itself is as durable as the file system makes it; after a loss of power the file may be the one before.</para>
/// </remarks>
public sealed class FileKillSwitchStore : IKillSwitchStore
{
    private const int MostBytes = 16 << 20;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private readonly string _path;

    /// <summary>Names the file.</summary>
    /// <param name="path">The file's path. The directory must exist; the file need not.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or blank.</exception>
    public FileKillSwitchStore(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    /// <exception cref="KillSwitchStoreException">The file cannot be read, or is not the record of a kill switch.</exception>
    public ValueTask<KillSwitchRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read());
    }

    /// <inheritdoc/>
    /// <exception cref="KillSwitchStoreException">The file cannot be written, or another process holds it for 5 seconds.</exception>
    public async ValueTask<bool> TryWriteAsync(KillSwitchRecord record, long expectedRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        using FileStream held = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (Revision() != expectedRevision)
        {
            return false;
        }

        try
        {
            await AtomicFile.WriteAsync(_path, KillSwitchFile.Write(record), cancellationToken).ConfigureAwait(false);
            FileLock.Mark(held);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KillSwitchStoreException($"The file cannot be written ({exception.GetType().Name}).", exception);
        }
    }

    private KillSwitchRecord? Read()
    {
        try
        {
            // Looked for again when the mark is there, which comes after the file: the first may have been written in between.
            return Find() ?? (FileLock.IsMarked(_path) ? Find() ?? throw new KillSwitchStoreException("The file is gone, though one was written.") : null);
        }
        catch (FormatException exception)
        {
            throw new KillSwitchStoreException($"The file is not the record of a kill switch: {exception.Message}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KillSwitchStoreException($"The file cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    /// <summary>The record in the file; null if there is no file.</summary>
    private KillSwitchRecord? Find()
    {
        try
        {
            using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MostBytes)
            {
                throw new FormatException("it is too long");
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return KillSwitchFile.Read(bytes);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private long Revision()
    {
        try
        {
            return Read()?.Revision ?? 0;
        }
        catch (KillSwitchStoreException)
        {
            return KillSwitchRecord.Unreadable;
        }
    }

    private async ValueTask<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FileLock.TakeAsync(_path, s_longestWait, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new KillSwitchStoreException($"The file cannot be locked for writing ({exception.GetType().Name}).", exception);
        }
    }
}
