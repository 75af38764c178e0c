using System.Runtime.Intrinsics;
using AISafety.Benchmarks;

namespace AISafety.Peers;

/// <summary>How much one thread computes: fused multiply-adds of the widest vectors, in registers, enough of them in flight to hide their latency.</summary>
internal static class VectorRate
{
    private const int Passes = 7;
    private const int Turns = 4_000_000;
    private const int InFlight = 10;

    /// <summary>Bytes of vectors through arithmetic a nanosecond, one figure a pass, ascending: a vector of 32 bytes counts 32 for one instruction.</summary>
    public static double[] Measure()
    {
        double[] rates = new double[Passes];
        Turn(Turns);
        Thread.Sleep(200);
        Turn(Turns);
        for (int pass = 0; pass < Passes; pass++)
        {
            double start = ThreadTime.Nanoseconds();
            double sum = Turn(Turns);
            double time = ThreadTime.Nanoseconds() - start;
            GC.KeepAlive(sum);
            rates[pass] = (Vector512.IsHardwareAccelerated ? 64.0 : 32.0) * InFlight * Turns / time;
        }

        Array.Sort(rates);
        return rates;
    }

    private static double Turn(int turns) => Vector512.IsHardwareAccelerated ? By512(turns) : By256(turns);

    private static double By512(int turns)
    {
        Vector512<double> x = Vector512.Create(0.999999);
        Vector512<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, x);
            b = Vector512.FusedMultiplyAdd(b, x, x);
            c = Vector512.FusedMultiplyAdd(c, x, x);
            d = Vector512.FusedMultiplyAdd(d, x, x);
            e = Vector512.FusedMultiplyAdd(e, x, x);
            f = Vector512.FusedMultiplyAdd(f, x, x);
            g = Vector512.FusedMultiplyAdd(g, x, x);
            h = Vector512.FusedMultiplyAdd(h, x, x);
            i = Vector512.FusedMultiplyAdd(i, x, x);
            j = Vector512.FusedMultiplyAdd(j, x, x);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    private static double By256(int turns)
    {
        Vector256<double> x = Vector256.Create(0.999999);
        Vector256<double> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, x);
            b = Vector256.FusedMultiplyAdd(b, x, x);
            c = Vector256.FusedMultiplyAdd(c, x, x);
            d = Vector256.FusedMultiplyAdd(d, x, x);
            e = Vector256.FusedMultiplyAdd(e, x, x);
            f = Vector256.FusedMultiplyAdd(f, x, x);
            g = Vector256.FusedMultiplyAdd(g, x, x);
            h = Vector256.FusedMultiplyAdd(h, x, x);
            i = Vector256.FusedMultiplyAdd(i, x, x);
            j = Vector256.FusedMultiplyAdd(j, x, x);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
