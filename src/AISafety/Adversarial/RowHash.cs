using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>A number that a row and a seed make: what is drawn for an input is the same whenever it is asked again.</summary>
internal static class RowHash
{
    public static ulong Of(ReadOnlySpan<float> row, ulong seed)
    {
        ulong hash = SplitMix64.Mix(seed + SplitMix64.Step);
        foreach (float value in row)
        {
            hash = SplitMix64.Mix(hash ^ BitConverter.SingleToUInt32Bits(value)) + SplitMix64.Step;
        }

        return hash;
    }
}
