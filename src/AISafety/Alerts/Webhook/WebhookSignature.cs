using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AISafety.Alerts;

/// <summary>Signs what a webhook posts, and tells its receiver whether it comes from one who knows the secret: HMAC-SHA256 (RFC 2104) of the timestamp, a point, and the body.</summary>
public static class WebhookSignature
{
    /// <summary>The header with the time of the attempt, in seconds since 1970 (UTC).</summary>
    public const string TimestampHeader = "X-AISafety-Timestamp";

    /// <summary>The header with the signature: <c>sha256=</c> and 64 hexadecimal digits.</summary>
    public const string SignatureHeader = "X-AISafety-Signature";

    /// <summary>The header with the alert's id, the same for every attempt.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    private const string Scheme = "sha256=";

    /// <summary>How far the timestamp may be from the receiver's clock, if nothing else is said: 5 minutes.</summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Signs a body.</summary>
    /// <param name="secret">The shared secret; at least <see cref="WebhookAlertSink.ShortestSecret"/> bytes.</param>
    /// <param name="timestamp">What <see cref="TimestampHeader"/> says.</param>
    /// <param name="body">The body's bytes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="timestamp"/> is null.</exception>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public static string Sign(ReadOnlySpan<byte> secret, string timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(timestamp);
        Require(secret);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(secret, timestamp, body, hash);
        return Scheme + Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether a request was signed with the secret, lately. Takes the same time wherever a signature is wrong, and never throws.</summary>
    /// <param name="secret">The shared secret. One of less than <see cref="WebhookAlertSink.ShortestSecret"/> bytes, such as of a setting that is not there, is never right.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="signature">The value of <see cref="SignatureHeader"/>.</param>
    /// <param name="body">The body's bytes, as received.</param>
    /// <param name="tolerance">How far the timestamp may be from now, in the past or the future; null for <see cref="DefaultTolerance"/>.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <remarks>Within the tolerance a request can be sent again by one who has seen it: take each alert's <c>id</c> only once.</remarks>
    public static bool Verify(
        ReadOnlySpan<byte> secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, TimeSpan? tolerance = null, TimeProvider? timeProvider = null)
    {
        if (secret.Length < WebhookAlertSink.ShortestSecret
            || timestamp is null
            || signature is null
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || !signature.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        double now = (timeProvider ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds() / 1e3;
        if (Math.Abs(now - seconds) > (tolerance ?? DefaultTolerance).TotalSeconds)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Hash(secret, timestamp, body, expected);
        return signature.Length == Scheme.Length + (2 * given.Length)
            && Convert.FromHexString(signature.AsSpan(Scheme.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <exception cref="ArgumentException">The secret is too short.</exception>
    internal static void Require(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < WebhookAlertSink.ShortestSecret)
        {
            throw new ArgumentException($"The secret of a webhook has {secret.Length} bytes; expected {WebhookAlertSink.ShortestSecret} or more.", nameof(secret));
        }
    }

    private static void Hash(ReadOnlySpan<byte> secret, string timestamp, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }
}
