using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Copies those values whose cells are flagged: a vector's flags are looked up at once, and its flagged lanes moved together, without a branch on data.</summary>
internal static unsafe class FlaggedValues
{
    /// <summary>How much longer than the values the target must be: a whole vector is written always.</summary>
    public const int Spare = 8;

    /// <summary>Copies.</summary>
    /// <param name="values">The values.</param>
    /// <param name="cells">Their cells; at least as many.</param>
    /// <param name="flags">For each cell -1 to copy its values, 0 not to.</param>
    /// <param name="target">Takes the flagged values in their order; longer than the values by <see cref="Spare"/>.</param>
    /// <returns>How many were copied.</returns>
    public static int Copy<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> cells, ReadOnlySpan<int> flags, Span<T> target)
        where T : struct
    {
        cells = cells[..values.Length];
        _ = target[..(values.Length + Spare)];
        return typeof(T) == typeof(float)
            ? Copy<float, FloatSortLanes>(MemoryMarshal.Cast<T, float>(values), cells, flags, MemoryMarshal.Cast<T, float>(target))
            : Copy<double, DoubleSortLanes>(MemoryMarshal.Cast<T, double>(values), cells, flags, MemoryMarshal.Cast<T, double>(target));
    }

    private static int Copy<T, TLanes>(ReadOnlySpan<T> values, ReadOnlySpan<int> cells, ReadOnlySpan<int> flags, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        fixed (T* from = values, to = target)
        fixed (int* cell = cells, flag = flags)
        {
            T* end = to;
            int i = 0;
            if (Avx2.IsSupported)
            {
                int* table = TLanes.SplitTable;
                for (; i + Vector256<T>.Count <= values.Length; i += Vector256<T>.Count)
                {
                    uint bits = Vector256<T>.Count == 8
                        ? Avx2.GatherVector256(flag, Vector256.Load(cell + i), sizeof(int)).ExtractMostSignificantBits()
                        : Avx2.GatherVector128(flag, Vector128.Load(cell + i), sizeof(int)).ExtractMostSignificantBits();
                    TLanes.Split(Vector256.Load(from + i), bits, table).Store(end);
                    end += BitOperations.PopCount(bits);
                }
            }

            for (; i < values.Length; i++)
            {
                *end = from[i];
                end -= flag[cell[i]];
            }

            return (int)(end - to);
        }
    }
}
