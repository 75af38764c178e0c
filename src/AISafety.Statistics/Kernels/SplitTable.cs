using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>For each mask of lanes, the permutation that moves lanes whose bit is clear before those whose bit is set.</summary>
internal static class SplitTable
{
    private const int Words = 8;

    public static int[] Create(int lanes, int wordsPerLane)
    {
        int[] table = new int[(1 << lanes) * Words];
        for (int mask = 0; mask < 1 << lanes; mask++)
        {
            int place = mask * Words;
            for (int bit = 0; bit <= 1; bit++)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    for (int word = 0; word < wordsPerLane && (mask >> lane & 1) == bit; word++)
                    {
                        table[place++] = lane * wordsPerLane + word;
                    }
                }
            }
        }

        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> At(int[] table, uint mask) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(table), (nuint)mask * Words);
}
