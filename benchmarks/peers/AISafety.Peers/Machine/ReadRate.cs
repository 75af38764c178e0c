using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AISafety.Benchmarks;

namespace AISafety.Peers;

/// <summary>How fast one thread reads memory: a sum over an array far larger than any cache, with the widest vectors there are.</summary>
internal static class ReadRate
{
    private const int Passes = 7;

    /// <summary>Bytes a nanosecond, one figure a pass, ascending.</summary>
    public static double[] Measure(long bytes)
    {
        long[] values = new long[bytes / sizeof(long)];
        Array.Fill(values, 1);
        double[] rates = new double[Passes];
        Sum(values);
        for (int pass = 0; pass < Passes; pass++)
        {
            double start = ThreadTime.Nanoseconds();
            long sum = Sum(values);
            rates[pass] = bytes / (ThreadTime.Nanoseconds() - start);
            if (sum != values.Length)
            {
                throw new InvalidOperationException("The sum that measures memory is wrong.");
            }
        }

        Array.Sort(rates);
        return rates;
    }

    private static long Sum(long[] values) => Vector512.IsHardwareAccelerated ? SumBy512(values) : SumBy256(values);

    private static long SumBy512(long[] values)
    {
        ReadOnlySpan<Vector512<long>> vectors = MemoryMarshal.Cast<long, Vector512<long>>(values);
        Vector512<long> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        return Vector512.Sum(a + b + c + d);
    }

    private static long SumBy256(long[] values)
    {
        ReadOnlySpan<Vector256<long>> vectors = MemoryMarshal.Cast<long, Vector256<long>>(values);
        Vector256<long> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        return Vector256.Sum(a + b + c + d);
    }
}
