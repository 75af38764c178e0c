namespace AISafety.Statistics;

/// <summary>How often each category occurs among codes 0, 1, ..., K - 1.</summary>
/// <remarks>A code outside that range is unknown: counted apart, never an error. Exact; up to 48 categories at vector speed, above that by tables.</remarks>
public static class CategoryCounts
{
    /// <summary>Counts codes.</summary>
    /// <param name="codes">The category of each row.</param>
    /// <param name="counts">Takes the count of each category; its length is their number K. What it held is overwritten.</param>
    /// <returns>How many codes are unknown.</returns>
    public static long Compute(ReadOnlySpan<byte> codes, Span<long> counts)
    {
        counts.Clear();
        CodeCounting.Add(codes, counts);
        return codes.Length - Total(counts);
    }

    /// <inheritdoc cref="Compute(ReadOnlySpan{byte}, Span{long})"/>
    public static long Compute(ReadOnlySpan<int> codes, Span<long> counts)
    {
        counts.Clear();
        CodeCounting.Add(codes, counts);
        return codes.Length - Total(counts);
    }

    private static long Total(ReadOnlySpan<long> counts)
    {
        long total = 0;
        foreach (long count in counts)
        {
            total += count;
        }

        return total;
    }
}
