using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>A number that a row and a key make: what is drawn for an input is the same whenever it is asked again.</summary>
/// <remarks>Rows of equal numbers have equal hashes: 0 and -0 are one. Not cryptographic; what is drawn by it is never shown.</remarks>
internal static class RowHash
{
    public static ulong Of(ReadOnlySpan<float> row, SecretKey key)
    {
        ulong hash = SplitMix64.Mix(key.First + SplitMix64.Step);
        foreach (float value in row)
        {
            hash = SplitMix64.Mix(hash ^ BitConverter.SingleToUInt32Bits(value + 0f)) + key.Second;
        }

        return hash;
    }
}
