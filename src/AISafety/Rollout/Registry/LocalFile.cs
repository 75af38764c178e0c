namespace AISafety.Rollout;

/// <summary>Opens files of this machine.</summary>
internal static class LocalFile
{
    public static ValueTask<Stream?> OpenAsync(string location, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = location;
        if (Uri.TryCreate(location, UriKind.Absolute, out Uri? uri))
        {
            if (!uri.IsFile)
            {
                throw new NotSupportedException($"A report under '{uri.Scheme}:' is opened by the checklist's OpenFile.");
            }

            path = uri.LocalPath;
        }

        return new(File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, FileOptions.Asynchronous) : null);
    }
}
