namespace AISafety.Statistics;

/// <summary>A stretch of two ascending samples that holds all their values between two bounds, and how far a merge has come in it.</summary>
/// <remarks>A merge waits for each comparison before it knows what to compare next. Several stretches, merged in turn by one loop, wait together.</remarks>
internal struct MergePart
{
    public nint First;
    public nint FirstEnd;
    public nint Second;
    public nint SecondEnd;

    /// <summary>How many steps can be taken without running past the end of either sample; 0 if one is used up.</summary>
    public readonly nint Steps => Math.Min(FirstEnd - First, SecondEnd - Second);

    /// <summary>Cuts two samples into parts of about equal length, equal values in one part.</summary>
    /// <param name="a">Ascending, without NaN.</param>
    /// <param name="b">The same.</param>
    /// <param name="parts">Takes the parts.</param>
    public static void Cut<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<MergePart> parts)
        where T : IComparable<T>
    {
        nint first = 0;
        nint second = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            nint firstEnd = a.Length;
            nint secondEnd = b.Length;
            if (part + 1 < parts.Length)
            {
                int rank = (int)(((long)a.Length + b.Length) * (part + 1) / parts.Length);
                (firstEnd, secondEnd) = Before(a, b, rank);
            }

            parts[part] = new() { First = first, FirstEnd = firstEnd, Second = second, SecondEnd = secondEnd };
            (first, second) = (firstEnd, secondEnd);
        }
    }

    // How much of each sample is below the value of that rank among both.
    private static (nint First, nint Second) Before<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int rank)
        where T : IComparable<T>
    {
        int low = Math.Max(0, rank - b.Length);
        int high = Math.Min(rank, a.Length);
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = a[middle].CompareTo(b[rank - middle - 1]) < 0 ? (middle + 1, high) : (low, middle);
        }

        int other = rank - low;
        T value = other == b.Length || (low < a.Length && a[low].CompareTo(b[other]) < 0) ? a[low] : b[other];
        return (CountBelow(a[..low], value), CountBelow(b[..other], value));
    }

    private static nint CountBelow<T>(ReadOnlySpan<T> ascending, T value)
        where T : IComparable<T>
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = ascending[middle].CompareTo(value) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
