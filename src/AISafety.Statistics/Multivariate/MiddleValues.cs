using System.Buffers;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The two middle values of very many: a sample says where they lie, and one pass counts what is below and gathers what is between.</summary>
internal static class MiddleValues
{
    private const int SampleSize = 20_000;
    private const int LeastToSample = 50_000;

    // How many standard errors the bounds lie from the sample's middle: they fail once in ten thousand times for independent values, and then all values are gathered.
    private const double StandardErrors = 4;

    /// <summary>Finds the values of ranks (count - 1) / 2 and count / 2, counted from 0.</summary>
    /// <param name="values">NaN is no value.</param>
    /// <param name="count">How many are values; at least 1.</param>
    public static (double Lower, double Upper) Of(ReadOnlySpan<double> values, int count)
    {
        if (count >= LeastToSample)
        {
            (double low, double high) = Bounds(values);
            double[] between = ArrayPool<double>.Shared.Rent(count / 8);
            int gathered = ValuesBetween.TryGather(values, low, high, between, out long below, out long atLow);
            (double Lower, double Upper) middle = default;
            bool found = gathered >= 0 && TryFind(between.AsSpan(0, gathered), count, low, below, atLow, out middle);
            ArrayPool<double>.Shared.Return(between);
            if (found)
            {
                return middle;
            }
        }

        double[] rented = ArrayPool<double>.Shared.Rent(values.Length);
        Span<double> numbers = Present.Copy(values, rented);
        double upper = Selection.Select(numbers, count / 2);
        double lower = (count & 1) == 1 ? upper : TensorPrimitives.Max<double>(numbers[..(count / 2)]);
        ArrayPool<double>.Shared.Return(rented);
        return (lower, upper);
    }

    // An odd stride, so that it meets all places of a block in turn.
    private static (double Low, double High) Bounds(ReadOnlySpan<double> values)
    {
        int stride = values.Length / SampleSize | 1;
        double[] rented = ArrayPool<double>.Shared.Rent(values.Length / stride + 1);
        int size = 0;
        for (int i = 0; i < values.Length; i += stride)
        {
            if (!double.IsNaN(values[i]))
            {
                rented[size++] = values[i];
            }
        }

        Span<double> sample = rented.AsSpan(0, size);
        int reach = (int)(StandardErrors * 0.5 * Math.Sqrt(size)) + 1;
        double low = Selection.Select(sample, Math.Max(0, size / 2 - reach));
        double high = Selection.Select(sample, Math.Min(size - 1, size / 2 + reach));
        ArrayPool<double>.Shared.Return(rented);
        return (low, high);
    }

    private static bool TryFind(Span<double> between, int count, double low, long below, long atLow, out (double Lower, double Upper) middle)
    {
        long lower = (count - 1) / 2 - below;
        long upper = count / 2 - below;
        middle = (low, low);
        if (lower < 0 || upper >= atLow + between.Length)
        {
            return false;
        }

        if (upper >= atLow)
        {
            int rank = (int)(upper - atLow);
            middle.Upper = Selection.Select(between, rank);
            middle.Lower = lower == upper ? middle.Upper : lower < atLow ? low : TensorPrimitives.Max<double>(between[..rank]);
        }

        return true;
    }
}
