using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AISafety.Fairness;

/// <summary>The draw of a randomised decision: a number that depends on a key and a seed only, so that it can be drawn again by whoever audits it.</summary>
public static class DecisionDraw
{
    private const int SeedLength = sizeof(long);
    private const int LongestOnStack = 256;

    // Enough for both numbers of a call's id.
    private const int CallIdLength = 40;

    /// <summary>Draws for a key.</summary>
    /// <param name="key">What the draw sticks to, such as an application's number.</param>
    /// <param name="seed">Changes all draws; keep it secret from those who can choose their key.</param>
    /// <returns>0 or more and less than 1, uniform over keys: the first 53 bits of SHA-256 of the seed (8 bytes, the lowest first) followed by the key in UTF-8, divided by 2^53.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static double Of(string key, long seed)
    {
        ArgumentNullException.ThrowIfNull(key);
        int most = SeedLength + Encoding.UTF8.GetMaxByteCount(key.Length);
        byte[]? rented = most > LongestOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> bytes = rented ?? stackalloc byte[LongestOnStack];
        int length = SeedLength + Encoding.UTF8.GetBytes(key, bytes[SeedLength..]);
        double draw = Of(bytes[..length], seed);
        if (rented is not null)
        {
            // The key may name a person.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return draw;
    }

    /// <summary>Draws for a call, as for its id as text.</summary>
    /// <param name="call">The call's id.</param>
    /// <param name="seed">Changes all draws.</param>
    /// <returns>As for the key that <see cref="CallId.ToString"/> is.</returns>
    public static double Of(CallId call, long seed)
    {
        Span<byte> bytes = stackalloc byte[SeedLength + CallIdLength];
        int length = SeedLength;
        _ = call.Nonce.TryFormat(bytes[length..], out int written, "x16", null);
        length += written;
        bytes[length++] = (byte)'-';
        _ = call.Number.TryFormat(bytes[length..], out written, "x", null);
        return Of(bytes[..(length + written)], seed);
    }

    private static double Of(Span<byte> seedAndKey, long seed)
    {
        BinaryPrimitives.WriteInt64LittleEndian(seedAndKey, seed);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(seedAndKey, hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
