using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>A number that tells equal rows from others, categories included.</summary>
/// <remarks>The sum of each value's bits times a secret number of its place, modulo 2^64: two different rows collide with a probability of at most 2^-33 over the numbers. Multilinear hashing, as in Lemire and Kaser, Strongly universal string hashing is fast, 2014. 0 and -0 are
/// one.</remarks>
internal sealed class RowFingerprint
{
    private readonly ulong[] _multipliers;

    public RowFingerprint(int length, SecretKey key)
    {
        _multipliers = new ulong[length];
        for (int i = 0; i < length; i++)
        {
            _multipliers[i] = SplitMix64.Mix(SplitMix64.Mix(key.First + (ulong)(i + 1) * SplitMix64.Step) ^ key.Second);
        }
    }

    /// <summary>The fingerprint of a row that has as many numbers as the multipliers.</summary>
    public ulong Of(ReadOnlySpan<float> row)
    {
        ReadOnlySpan<ulong> multipliers = _multipliers.AsSpan(0, row.Length);
        ulong sum = 0;
        for (int i = 0; i < multipliers.Length; i++)
        {
            sum += multipliers[i] * BitConverter.SingleToUInt32Bits(row[i] + 0f);
        }

        return sum;
    }
}
