using System.Security.Cryptography;
using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>128 bits that an attacker is not to know: from a seed where one is asked for, for repeatable trials, else from the system's generator of secrets.</summary>
internal readonly record struct SecretKey(ulong First, ulong Second)
{
    public static SecretKey Of(int? seed)
    {
        if (seed is { } fixedSeed)
        {
            return new((uint)fixedSeed, SplitMix64.Step);
        }

        byte[] bytes = RandomNumberGenerator.GetBytes(16);
        return new(BitConverter.ToUInt64(bytes, 0), BitConverter.ToUInt64(bytes, 8));
    }
}
