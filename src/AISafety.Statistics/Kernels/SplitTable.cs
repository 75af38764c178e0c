using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>For each mask of lanes, the permutation of eight words that moves lanes whose bit is set before those whose bit is clear.</summary>
internal readonly unsafe struct SplitTable
{
    private const int WordsPerMask = 8;

    private readonly int[] _pinned;

    public SplitTable(int lanes, int wordsPerLane)
    {
        _pinned = GC.AllocateUninitializedArray<int>((1 << lanes) * WordsPerMask, pinned: true);
        for (int mask = 0; mask < 1 << lanes; mask++)
        {
            int place = mask * WordsPerMask;
            for (int bit = 1; bit >= 0; bit--)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    for (int word = 0; word < wordsPerLane && (mask >> lane & 1) == bit; word++)
                    {
                        _pinned[place++] = lane * wordsPerLane + word;
                    }
                }
            }
        }

        Words = (int*)Unsafe.AsPointer(ref _pinned[0]);
    }

    /// <summary>Eight words for each mask.</summary>
    public int* Words { get; }
}
