using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Counts the triples (group, label, prediction).</summary>
/// <remarks>The three bytes of a row become one key, 4 group + 2 label + prediction. While there are few keys, a block of them stays in the
/// first-level cache and is compared with one key after another; byte lanes hold 255 rounds before they are emptied. With many keys that
/// costs more than a histogram, of which there are four, so that a run of equal keys does not wait for its own last store.</remarks>
internal static class ConfusionKernel
{
    private const int MostKeysCompared = 79;

    /// <summary>How many rows are best counted at a time.</summary>
    public const int BlockLength = 255 * 32;

    /// <param name="groups">Below a quarter of the length of <paramref name="cells"/>; empty if every row is of group 0.</param>
    /// <param name="labels">0 or 1.</param>
    /// <param name="predictions">0 or 1; as many.</param>
    /// <param name="cells">The counts so far, at the place of the key; added to.</param>
    public static void Count(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, Span<long> cells)
    {
        int done = Vector256.IsHardwareAccelerated && cells.Length <= MostKeysCompared ? Compare(groups, labels, predictions, cells) : 0;
        Tally(groups.IsEmpty ? groups : groups[done..], labels[done..], predictions[done..], cells);
    }

    [SkipLocalsInit]
    private static int Compare(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, Span<long> cells)
    {
        int whole = labels.Length & ~31;
        Span<byte> keys = stackalloc byte[BlockLength];
        ref byte key = ref MemoryMarshal.GetReference(keys);
        for (int start = 0; start < whole; start += BlockLength)
        {
            nuint length = (nuint)Math.Min(BlockLength, whole - start);
            Pack(groups.IsEmpty ? groups : groups[start..], labels[start..], predictions[start..], ref key, length);
            for (int first = 0; first < cells.Length; first += 4)
            {
                CompareFour(ref key, length, cells.Slice(first, 4), (byte)first);
            }
        }

        return whole;
    }

    private static void Pack(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, ref byte key, nuint length)
    {
        ref byte group = ref MemoryMarshal.GetReference(groups);
        ref byte label = ref MemoryMarshal.GetReference(labels);
        ref byte prediction = ref MemoryMarshal.GetReference(predictions);
        bool grouped = !groups.IsEmpty;
        for (nuint i = 0; i < length; i += 32)
        {
            Vector256<byte> high = Vector256.LoadUnsafe(ref label, i);
            if (grouped)
            {
                Vector256<byte> g = Vector256.LoadUnsafe(ref group, i);
                high |= g + g;
            }

            (high + high | Vector256.LoadUnsafe(ref prediction, i)).StoreUnsafe(ref key, i);
        }
    }

    private static void CompareFour(ref byte key, nuint length, Span<long> cells, byte first)
    {
        Vector256<byte> key0 = Vector256.Create(first);
        Vector256<byte> key1 = Vector256.Create((byte)(first + 1));
        Vector256<byte> key2 = Vector256.Create((byte)(first + 2));
        Vector256<byte> key3 = Vector256.Create((byte)(first + 3));
        Vector256<byte> count0 = default;
        Vector256<byte> count1 = default;
        Vector256<byte> count2 = default;
        Vector256<byte> count3 = default;
        for (nuint i = 0; i < length; i += 32)
        {
            // Equal lanes are all ones, which is -1.
            Vector256<byte> keys = Vector256.LoadUnsafe(ref key, i);
            count0 -= Vector256.Equals(keys, key0);
            count1 -= Vector256.Equals(keys, key1);
            count2 -= Vector256.Equals(keys, key2);
            count3 -= Vector256.Equals(keys, key3);
        }

        cells[0] += Sum(count0);
        cells[1] += Sum(count1);
        cells[2] += Sum(count2);
        cells[3] += Sum(count3);
    }

    private static long Sum(Vector256<byte> counts) => Vector256.Sum(Vector256.WidenLower(counts) + Vector256.WidenUpper(counts));

    [SkipLocalsInit]
    private static void Tally(ReadOnlySpan<byte> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> predictions, Span<long> cells)
    {
        if (labels.IsEmpty)
        {
            return;
        }

        int width = cells.Length;
        Span<int> tallies = stackalloc int[4 * width];
        tallies.Clear();
        ref int tally = ref MemoryMarshal.GetReference(tallies);
        ref byte group = ref MemoryMarshal.GetReference(groups);
        ref byte label = ref MemoryMarshal.GetReference(labels);
        ref byte prediction = ref MemoryMarshal.GetReference(predictions);
        bool grouped = !groups.IsEmpty;
        for (int i = 0; i < labels.Length; i++)
        {
            int key = (grouped ? Unsafe.Add(ref group, i) << 2 : 0) | Unsafe.Add(ref label, i) << 1 | Unsafe.Add(ref prediction, i);
            Unsafe.Add(ref tally, (i & 3) * width + key)++;
        }

        for (int key = 0; key < width; key++)
        {
            cells[key] += (long)tallies[key] + tallies[width + key] + tallies[2 * width + key] + tallies[3 * width + key];
        }
    }
}
