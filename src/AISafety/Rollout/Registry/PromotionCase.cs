using System.Security.Cryptography;

namespace AISafety.Rollout;

/// <summary>A version that is to be promoted, and how its files are read.</summary>
internal sealed class PromotionCase(ModelVersion version, DateTimeOffset now, Func<string, CancellationToken, ValueTask<Stream?>> open)
{
    public ModelVersion Version => version;

    public DateTimeOffset Now => now;

    /// <summary>Why the file at a location is not the one with that hash; null if it is, or if no hash is expected and it can be read.</summary>
    public async ValueTask<(UnmetReason Reason, string Detail)?> FindFileFaultAsync(string what, string location, string? sha256, CancellationToken cancellationToken)
    {
        string found;
        try
        {
            Stream? stream = await open(location, cancellationToken).ConfigureAwait(false);
            if (stream is null)
            {
                return (UnmetReason.Missing, $"{what} is not there.");
            }

            await using (stream.ConfigureAwait(false))
            {
                found = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (UnmetReason.Missing, $"{what} cannot be read: {exception.GetType().Name}.");
        }

        return sha256 is null || found == sha256 ? null : (UnmetReason.HashDiffers, $"{what} has SHA-256 {found}; expected {sha256}.");
    }
}
