using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>A hash of text that is the same in every process, on every machine, for ever: by it keys keep their arm.</summary>
/// <remarks>FNV-1a with 64 bits over the UTF-16 code units, the low byte first, and after it the finaliser of <see cref="SplitMix64"/>, because the high bits of FNV-1a alone follow the last characters too closely. Not for secrets: who
/// can choose keys can choose arms. Source: G. Fowler, L. C. Noll, K.-P. Vo and D. Eastlake, The FNV non-cryptographic hash algorithm, IETF draft.</remarks>
internal static class StableHash
{
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    /// <summary>The hash of a text under a salt.</summary>
    public static ulong Of(ulong salt, ReadOnlySpan<char> text)
    {
        ulong hash = Basis;
        foreach (char unit in text)
        {
            hash = (hash ^ (byte)unit) * Prime;
            hash = (hash ^ (byte)(unit >> 8)) * Prime;
        }

        return SplitMix64.Mix(hash ^ salt);
    }

    /// <summary>The hash as a number from 0 to less than 1, of 53 bits.</summary>
    public static double ToUnit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));
}
