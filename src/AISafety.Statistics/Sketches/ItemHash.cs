using System.Buffers.Binary;

namespace AISafety.Statistics;

/// <summary>The hash of sketches of distinct items; part of their format, and equal on every machine. Not for secrets.</summary>
/// <remarks>A word at a time is mixed in by the finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood 2014, constants by D. Stafford), the length first, so
/// that a zero at the end counts.</remarks>
internal static class ItemHash
{
    public static ulong Of(long item) => Mix((ulong)item + 0x9E3779B97F4A7C15UL);

    public static ulong Of(ReadOnlySpan<byte> item)
    {
        ulong hash = Mix((ulong)item.Length ^ 0xD1B54A32D192ED03UL);
        while (item.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(item)) + 0x9E3779B97F4A7C15UL;
            item = item[8..];
        }

        ulong last = 0;
        for (int i = 0; i < item.Length; i++)
        {
            last |= (ulong)item[i] << (8 * i);
        }

        return Mix(hash ^ last);
    }

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
