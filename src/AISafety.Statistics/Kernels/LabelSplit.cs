using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Copies the scores of rows labelled 1 to the front and those of rows labelled 0 to the back, without a branch on data.</summary>
internal static unsafe class LabelSplit
{
    /// <summary>How much longer than the scores the target has to be: both ends are written whole vectors at a time.</summary>
    public const int Room = 8;

    private const int LabelsAtOnce = 16;

    /// <summary>Splits the scores that are not NaN.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <param name="target">As long as the scores, and <see cref="Room"/> more.</param>
    /// <returns>How many of the target's first and of its last values are filled.</returns>
    public static (int Positives, int Negatives) Copy<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<T> target)
        where T : struct, IFloatingPointIeee754<T>
    {
        nint done = 0;
        nint positives = 0;
        if (VectorQuickSort.IsSupported<T>())
        {
            done = typeof(T) == typeof(float)
                ? CopyVectors<float, FloatSortLanes>(MemoryMarshal.Cast<T, float>(scores), labels, MemoryMarshal.Cast<T, float>(target), out positives)
                : CopyVectors<double, DoubleSortLanes>(MemoryMarshal.Cast<T, double>(scores), labels, MemoryMarshal.Cast<T, double>(target), out positives);
        }

        ref T to = ref MemoryMarshal.GetReference(target);
        nint last = target.Length - 1 - (done - positives);
        for (int i = (int)done; i < scores.Length; i++)
        {
            T score = scores[i];
            int present = T.IsNaN(score) ? 0 : 1;
            Unsafe.Add(ref to, positives) = score;
            Unsafe.Add(ref to, last) = score;
            positives += labels[i] & present;
            last -= ~labels[i] & present;
        }

        return ((int)positives, target.Length - 1 - (int)last);
    }

    // Whole blocks up to the first with a NaN. Gives how many rows that are.
    private static nint CopyVectors<T, TLanes>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<T> target, out nint positives)
        where T : unmanaged
        where TLanes : struct, ISortLanes<T>
    {
        int lanes = Vector256<T>.Count;
        int* table = TLanes.SplitTable;
        nint i = 0;
        fixed (T* from = scores, to = target)
        fixed (byte* label = labels)
        {
            T* write = to;

            // The last vector of the free room is always so far behind the place that is written next.
            nint far = target.Length - lanes;
            for (; i + LabelsAtOnce <= scores.Length; i += LabelsAtOnce)
            {
                Vector256<T> unordered = Vector256<T>.Zero;
                for (int k = 0; k < LabelsAtOnce; k += lanes)
                {
                    Vector256<T> v = Vector256.Load(from + i + k);
                    unordered |= ~Vector256.Equals(v, v);
                }

                if (unordered != Vector256<T>.Zero)
                {
                    break;
                }

                uint bits = (uint)Sse2.MoveMask(Sse2.ShiftLeftLogical(Vector128.Load(label + i).AsInt16(), 7).AsByte());
                for (int k = 0; k < LabelsAtOnce; k += lanes, bits >>= lanes, far -= lanes)
                {
                    uint some = bits & ((1u << lanes) - 1);
                    Vector256<T> split = TLanes.Split(Vector256.Load(from + i + k), some, table);
                    split.Store(write);
                    split.Store(write + far);
                    write += BitOperations.PopCount(some);
                }
            }

            positives = (nint)(write - to);
        }

        return i;
    }
}
