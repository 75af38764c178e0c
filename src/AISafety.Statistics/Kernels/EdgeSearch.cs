using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The number of edges at or below a value, by halving without a branch on data.</summary>
internal static class EdgeSearch
{
    /// <summary>How many of the ascending <paramref name="edges"/> are at or below <paramref name="value"/>; 0 for NaN.</summary>
    public static int CountAtOrBelow<T>(ReadOnlySpan<T> edges, T value)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T start = ref MemoryMarshal.GetReference(edges);
        int below = 0;
        int length = edges.Length;
        while (length > 1)
        {
            int half = length >> 1;
            below += half & -Unsafe.BitCast<bool, byte>(Unsafe.Add(ref start, below + half - 1) <= value);
            length -= half;
        }

        return length == 1 && Unsafe.Add(ref start, below) <= value ? below + 1 : below;
    }

    /// <summary>How many of the ascending <paramref name="edges"/> are below <paramref name="value"/>; 0 for NaN.</summary>
    public static int CountBelow<T>(ReadOnlySpan<T> edges, T value)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T start = ref MemoryMarshal.GetReference(edges);
        int below = 0;
        int length = edges.Length;
        while (length > 1)
        {
            int half = length >> 1;
            below += half & -Unsafe.BitCast<bool, byte>(Unsafe.Add(ref start, below + half - 1) < value);
            length -= half;
        }

        return length == 1 && Unsafe.Add(ref start, below) < value ? below + 1 : below;
    }
}
