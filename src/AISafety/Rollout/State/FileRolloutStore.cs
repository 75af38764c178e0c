using AISafety.Storage;

namespace AISafety.Rollout;

/// <summary>Keeps states in files of a directory, <c>name.rollout.json</c>, which processes of one machine may share.</summary>
/// <remarks>Written to a file beside it, flushed to the disk and renamed, under a lock that other processes respect (<c>.lock</c>). A file that is not such a state, or that is gone while the lock file says that one was written, is an error, not a rollout that was never begun: until it is mended the stable
/// version answers.</remarks>
public sealed class FileRolloutStore : IRolloutStore
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private readonly string _directory;

    /// <summary>Names the directory.</summary>
    /// <param name="directory">The directory; it must exist.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is null or blank.</exception>
    public FileRolloutStore(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _directory = Path.GetFullPath(directory);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not the state of a rollout.</exception>
    public async ValueTask<RolloutState?> LoadAsync(string name, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        if (!Directory.Exists(_directory))
        {
            throw new DirectoryNotFoundException($"There is no directory '{_directory}' for states of rollouts.");
        }

        if (!File.Exists(path))
        {
            if (!FileLock.IsMarked(path))
            {
                return null;
            }

            // Looked for again, for the mark comes after the file: the first may have been written in between.
            if (!File.Exists(path))
            {
                throw new InvalidDataException($"'{Path.GetFileName(path)}' is gone, though one was written. Put it back; or delete its .lock as well, and the rollout begins anew.");
            }
        }

        byte[] bytes = await AtomicFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            RolloutState state = RolloutFile.Read(bytes);
            return state.Name == name ? state : throw new FormatException("it is of another rollout");
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"'{Path.GetFileName(path)}' cannot be read: {exception.Message}.", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">The file is not the state of a rollout.</exception>
    /// <exception cref="TimeoutException">Others held the file for 5 seconds.</exception>
    public async ValueTask<bool> TrySaveAsync(RolloutState state, long expectedRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        string path = PathOf(state.Name);
        FileStream held = await FileLock.TakeAsync(path, s_longestWait, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if ((await LoadAsync(state.Name, cancellationToken).ConfigureAwait(false))?.Revision is var revision && (revision ?? 0) != expectedRevision)
            {
                return false;
            }

            await AtomicFile.WriteAsync(path, RolloutFile.Write(state), cancellationToken).ConfigureAwait(false);
            try
            {
                FileLock.Mark(held);
            }
            catch (IOException)
            {
                // The state is written, and the next write marks again.
            }

            return true;
        }
    }

    private string PathOf(string name) => RolloutOptions.IsName(name)
        ? Path.Combine(_directory, name + ".rollout.json")
        : throw new ArgumentException($"'{name}' is no name of a rollout; expected 1 to 100 letters, digits, dots, hyphens or underscores, the first a letter or digit.", nameof(name));
}
