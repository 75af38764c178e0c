using AISafety.Storage;

namespace AISafety.Rollout;

/// <summary>A registry in one JSON file, which threads and processes of one machine may share.</summary>
/// <remarks>
/// <para>A change locks <c>path.lock</c> (created, and left there), reads the file, writes the new one beside it, flushes it to disk and renames it: at every moment the path holds the whole state before or the whole state
/// after. Reading takes no lock. A file system that locks between machines is needed where machines share the file; a network share often does not.</para>
/// <para>A file that cannot be read is a <see cref="ModelRegistryFormatException"/>, never an empty registry.</para>
/// </remarks>
public sealed class FileModelRegistry : IModelRegistry, IDisposable
{
    private readonly string _path;
    private readonly string _name;
    private readonly bool _mustExist;
    private readonly TimeSpan _lockTimeout;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Makes a registry of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeProvider">The clock by which approvals expire; null for the system's. Waiting for the lock is by the system's in any case.</param>
    /// <param name="mustExist">Whether a file that is not there is an error (<see cref="FileNotFoundException"/>) rather than an empty registry, to be created by the first change. Default false; true is safer once there is one,
    /// for then a file that is lost is not taken for a new beginning.</param>
    /// <param name="lockTimeout">How long a change waits for others; zero to 10 minutes, default 10 seconds.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lockTimeout"/> is out of its range.</exception>
    public FileModelRegistry(string path, TimeProvider? timeProvider = null, bool mustExist = false, TimeSpan? lockTimeout = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _lockTimeout = lockTimeout ?? TimeSpan.FromSeconds(10);
        ArgumentOutOfRangeException.ThrowIfLessThan(_lockTimeout, TimeSpan.Zero, nameof(lockTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_lockTimeout, TimeSpan.FromMinutes(10), nameof(lockTimeout));
        _path = Path.GetFullPath(path);
        _name = Path.GetFileName(_path);
        _mustExist = mustExist;
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    /// <exception cref="ModelRegistryFormatException">The file is not a registry that can be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async ValueTask<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return (await ReadAsync(cancellationToken).ConfigureAwait(false)).GetValueOrDefault(name);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelRegistryFormatException">The file is not a registry that can be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync(cancellationToken).ConfigureAwait(false)).Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    /// <exception cref="ModelRegistryFormatException">The file is not a registry that can be read; it stays as it is.</exception>
    /// <exception cref="IOException">The file cannot be read or written; it stays as it is.</exception>
    /// <exception cref="TimeoutException">Others held the lock for longer than the time that was given.</exception>
    public async ValueTask<bool> TryReplaceAsync(RegisteredModel model, CancellationToken cancellationToken = default)
    {
        RegisteredModel own = RegistryContent.Own(model);
        long started = TimeProvider.System.GetTimestamp();
        if (!await _gate.WaitAsync(_lockTimeout, cancellationToken).ConfigureAwait(false))
        {
            throw Busy();
        }

        try
        {
            FileStream held = await LockAsync(started, cancellationToken).ConfigureAwait(false);
            await using (held.ConfigureAwait(false))
            {
                Dictionary<string, RegisteredModel> models = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (!RegistryContent.TryReplace(models, own))
                {
                    return false;
                }

                await AtomicFile.WriteAsync(_path, RegistryFile.Write(models.Values), cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Lets go of what the registry holds in memory; the file stays.</summary>
    public void Dispose() => _gate.Dispose();

    private async ValueTask<Dictionary<string, RegisteredModel>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return RegistryFile.Read(await AtomicFile.ReadAsync(_path, cancellationToken).ConfigureAwait(false), _name);
        }
        catch (FileNotFoundException) when (!_mustExist)
        {
            return new(StringComparer.Ordinal);
        }
    }

    private async ValueTask<FileStream> LockAsync(long started, CancellationToken cancellationToken)
    {
        TimeSpan left = _lockTimeout - TimeProvider.System.GetElapsedTime(started);
        try
        {
            return await FileLock.TakeAsync(_path, left, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw Busy(exception.InnerException);
        }
    }

    private TimeoutException Busy(Exception? cause = null) =>
        new($"Others have held the lock of '{_name}' for longer than {_lockTimeout}, or '{_name}.lock' cannot be opened. Nothing was changed.", cause);
}
