using System.Globalization;
using AISafety.Profiles;
using AISafety.Storage;

namespace AISafety;

public sealed partial class ReferenceProfile
{
    /// <summary>The profile as bytes, in a format with version, length and checksum that every later version reads. They hold the kept rows.</summary>
    /// <returns>The same bytes for the same profile.</returns>
    public byte[] ToBytes() => ProfileWriter.Write(this);

    /// <summary>The profile that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="ReferenceProfileFormatException">The bytes are cut short, altered, of a later version, or no profile.</exception>
    public static ReferenceProfile FromBytes(ReadOnlySpan<byte> bytes) => ProfileReader.Read(bytes);

    /// <summary>Writes the profile to a file: whole, or not at all. What is there is replaced.</summary>
    /// <remarks>It is written beside the path, flushed to the disk, and then renamed: a reader of the path, or a machine that stops, finds the old file or the new one.</remarks>
    /// <param name="path">Where to; its folder exists.</param>
    /// <exception cref="IOException">It cannot be written. What was there is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, ToBytes());
    }

    /// <param name="path">Where to; its folder exists.</param>
    /// <param name="cancellationToken">Ends the writing with <see cref="OperationCanceledException"/>. What was there is as it was.</param>
    /// <inheritdoc cref="Save"/>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return AtomicFile.WriteAsync(path, ToBytes(), cancellationToken);
    }

    /// <summary>Reads a profile from a file.</summary>
    /// <param name="path">Where <see cref="Save"/> wrote it.</param>
    /// <exception cref="ReferenceProfileFormatException">The file is cut short, altered, of a later version, or no profile.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ReferenceProfile Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        RequireSize(path);
        return FromBytes(File.ReadAllBytes(path));
    }

    /// <param name="path">Where <see cref="Save"/> wrote it.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <inheritdoc cref="Load"/>
    public static async Task<ReferenceProfile> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        RequireSize(path);
        return FromBytes(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes what people read: each feature's counts, moments, quantiles and counts of categories. No row; of a sensitive feature its counts alone.</summary>
    /// <param name="stream">Takes the JSON, UTF-8, indented; it is left open.</param>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfileJson.Write(this, stream);
    }

    private static void RequireSize(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            throw new ReferenceProfileFormatException(string.Create(CultureInfo.InvariantCulture, $"This is not a reference profile: the file has {length} bytes; expected at most {Array.MaxLength}."));
        }
    }
}
