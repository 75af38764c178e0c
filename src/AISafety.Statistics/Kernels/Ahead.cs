using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Asks for memory before it is needed. A loop with much arithmetic for each value looks only a few lines ahead by itself, and the
/// processor's own prefetching stops at the end of each page.</summary>
internal static class Ahead
{
    private const int Bytes = 4096;

    /// <summary>Asks for the line some way behind a place. What is beyond the data's end is asked for in vain, without harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T place)
        where T : struct
    {
        if (Sse.IsSupported)
        {
            // A hint only: should the collector move the data meanwhile, a wrong line is fetched.
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref place) + Bytes);
        }
    }
}
