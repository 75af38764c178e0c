using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Takes every second of some numbers.</summary>
internal static class EverySecond
{
    /// <summary>Copies values[offset], values[offset + 2], ...</summary>
    /// <param name="values">An even number of them.</param>
    /// <param name="offset">0 or 1.</param>
    /// <param name="target">Takes half as many; may begin where the values begin.</param>
    public static void Copy(ReadOnlySpan<double> values, int offset, Span<double> target)
    {
        int half = values.Length / 2;
        ref double from = ref MemoryMarshal.GetReference(values);
        ref double to = ref MemoryMarshal.GetReference(target[..half]);
        int i = 0;
        if (Avx2.IsSupported)
        {
            for (; i + 4 <= half; i += 4)
            {
                Vector256<double> first = Vector256.LoadUnsafe(ref from, (nuint)(2 * i));
                Vector256<double> second = Vector256.LoadUnsafe(ref from, (nuint)((2 * i) + 4));
                Vector256<double> taken = offset == 0 ? Avx.UnpackLow(first, second) : Avx.UnpackHigh(first, second);
                Avx2.Permute4x64(taken, 0b11_01_10_00).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < half; i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, (2 * i) + offset);
        }
    }
}
