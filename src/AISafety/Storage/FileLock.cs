namespace AISafety.Storage;

/// <summary>Holds a file against writers of other processes and of this one.</summary>
/// <remarks>A file beside it, <c>path.lock</c>, is opened by one at a time. It stays: were it deleted, two could hold two files of one name. Waiting is by the system's clock, which the other processes have as well.</remarks>
internal static class FileLock
{
    private static readonly TimeSpan s_leastPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The file that is opened.</summary>
    public static string PathOf(string path) => path + ".lock";

    /// <summary>Notes in the lock file that the file was written: from now on a file that is not there is one that is gone, even for a process that has never seen it.</summary>
    /// <param name="held">What <see cref="TakeAsync"/> gave.</param>
    public static void Mark(FileStream held)
    {
        if (held.Length == 0)
        {
            held.WriteByte((byte)'w');
            held.Flush(flushToDisk: true);
        }
    }

    /// <summary>Whether a file was ever written at a path. Asked before the file is looked for again, for the mark comes after the first one.</summary>
    public static bool IsMarked(string path) => new FileInfo(PathOf(path)) is { Exists: true, Length: > 0 };

    /// <summary>Takes the lock; dispose of what is returned to give it back.</summary>
    /// <param name="path">The file.</param>
    /// <param name="longest">How long it is tried.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="TimeoutException">Others held it for longer; the inner exception is the last refusal.</exception>
    /// <exception cref="IOException">There is no such directory, or the path is too long.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file may not be opened.</exception>
    public static async ValueTask<FileStream> TakeAsync(string path, TimeSpan longest, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        for (TimeSpan pause = s_leastPause; ; pause = pause < s_longestPause ? 2 * pause : pause)
        {
            try
            {
                return new(PathOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (TimeProvider.System.GetElapsedTime(started) >= longest)
                {
                    throw new TimeoutException($"Others held '{Path.GetFileName(path)}' for longer than {longest}.", exception);
                }
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }
}
