using System.Buffers;

namespace AISafety.Statistics;

/// <summary>How much a stepwise method multiplies the p-value of a rank.</summary>
internal interface IRankFactor
{
    /// <summary>The factor of the <paramref name="rank"/>-th smallest, from 1, of <paramref name="count"/> p-values.</summary>
    double Of(int rank, int count);
}

/// <summary>The loop of the methods that adjust p-values by rank.</summary>
internal static class StepwiseAdjustment
{
    /// <summary>Adjusts from the smallest up (each at least the one before) or from the largest down (each at most the one after); at most 1.</summary>
    public static void Run<TFactor>(ReadOnlySpan<double> pValues, Span<double> adjusted, bool fromSmallest, TFactor factor)
        where TFactor : struct, IRankFactor
    {
        int count = pValues.Length;
        Require(pValues, adjusted);
        int[] order = ArrayPool<int>.Shared.Rent(count);
        double[] sorted = ArrayPool<double>.Shared.Rent(count);
        pValues.CopyTo(sorted);
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        sorted.AsSpan(0, count).Sort(order.AsSpan(0, count));
        double last = fromSmallest ? 0 : 1;
        for (int step = 0; step < count; step++)
        {
            int i = fromSmallest ? step : count - 1 - step;
            double p = Math.Min(1, sorted[i] * factor.Of(i + 1, count));
            last = fromSmallest ? Math.Max(last, p) : Math.Min(last, p);
            adjusted[order[i]] = last;
        }

        ArrayPool<int>.Shared.Return(order);
        ArrayPool<double>.Shared.Return(sorted);
    }

    /// <exception cref="ArgumentException">The lengths differ, or a p-value is not in 0 to 1.</exception>
    public static void Require(ReadOnlySpan<double> pValues, Span<double> adjusted)
    {
        if (adjusted.Length != pValues.Length)
        {
            throw new ArgumentException($"There is room for {adjusted.Length} p-values; expected {pValues.Length}.", nameof(adjusted));
        }

        RequirePValues(pValues);
    }

    /// <exception cref="ArgumentException">A p-value is not in 0 to 1.</exception>
    public static void RequirePValues(ReadOnlySpan<double> pValues)
    {
        foreach (double p in pValues)
        {
            if (!(p is >= 0 and <= 1))
            {
                throw new ArgumentException("A p-value is NaN or not from 0 to 1; expected probabilities.", nameof(pValues));
            }
        }
    }
}
