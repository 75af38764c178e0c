using System.Buffers.Binary;

namespace AISafety.Statistics;

/// <summary>The hash of sketches of distinct items; part of their format, and equal on every machine. Not for secrets.</summary>
/// <remarks>A word at a time is mixed in by <see cref="SplitMix64"/>, the length first, so
/// that a zero at the end counts.</remarks>
internal static class ItemHash
{
    public static ulong Of(long item) => SplitMix64.Mix((ulong)item + SplitMix64.Step);

    public static ulong Of(ReadOnlySpan<byte> item)
    {
        ulong hash = SplitMix64.Mix((ulong)item.Length ^ 0xD1B54A32D192ED03UL);
        while (item.Length >= 8)
        {
            hash = SplitMix64.Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(item)) + SplitMix64.Step;
            item = item[8..];
        }

        ulong last = 0;
        for (int i = 0; i < item.Length; i++)
        {
            last |= (ulong)item[i] << (8 * i);
        }

        return SplitMix64.Mix(hash ^ last);
    }
}
