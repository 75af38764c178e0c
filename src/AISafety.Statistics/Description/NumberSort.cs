using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Sorts floats and doubles at vector speed.</summary>
/// <remarks>
/// <para>A quicksort whose partition moves a vector at a time, in place, down to ranges of at most 128 values, which a network sorts without a branch. A
/// range that does not shrink as it should is left to the library's introsort, so that the worst case is n log n. Without AVX2, and for other
/// types, it is <see cref="MemoryExtensions.Sort{T}(Span{T})"/>. No allocation.</para>
/// <para>The order is that of <see cref="Array.Sort(Array)"/>: NaN first, then ascending. -0.0 and 0.0 are equal and come in either order; each
/// keeps its sign. Not stable, which equal numbers do not show otherwise.</para>
/// <para>Sources: Bramas, A novel hybrid quicksort algorithm vectorized using AVX-512, IJACSA 8, 2017; Batcher, Sorting networks and their
/// applications, 1968.</para>
/// </remarks>
public static class NumberSort
{
    /// <summary>Sorts in place: NaN first, then ascending.</summary>
    /// <param name="values">The values.</param>
    public static void Ascending<T>(Span<T> values)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (!VectorQuickSort.IsSupported<T>() || values.Length < VectorQuickSort.LeastLength)
        {
            values.Sort();
            return;
        }

        VectorQuickSort.Sort(values[MissingFirst(values)..]);
    }

    private static int MissingFirst<T>(Span<T> values)
        where T : struct, IFloatingPointIeee754<T>
    {
        int missing = 0;
        for (int i = System.Numerics.Tensors.TensorPrimitives.IsNaNAny<T>(values) ? 0 : values.Length; i < values.Length; i++)
        {
            if (T.IsNaN(values[i]))
            {
                (values[i], values[missing]) = (values[missing], values[i]);
                missing++;
            }
        }

        return missing;
    }
}
