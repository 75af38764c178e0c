using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Sorting within a vector of four doubles.</summary>
internal readonly unsafe struct DoubleSortLanes : ISortLanes<double>
{
    private static readonly SplitTable _split = new(lanes: 4, wordsPerLane: 2);

    public static int* SplitTable => _split.Words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Min(Vector256<double> a, Vector256<double> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Max(Vector256<double> a, Vector256<double> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Reverse(Vector256<double> v, int group) =>
        group == 2 ? Avx.Permute(v, 0b0101) : Avx2.Permute4x64(v, 0b00_01_10_11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Swap(Vector256<double> v, int distance) =>
        distance == 1 ? Avx.Permute(v, 0b0101) : Avx2.Permute4x64(v, 0b01_00_11_10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Blend(Vector256<double> lower, Vector256<double> upper, int distance) =>
        distance == 1 ? Avx.Blend(lower, upper, 0b1010) : Avx.Blend(lower, upper, 0b1100);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Less(Vector256<double> v, Vector256<double> pivot) => (uint)Avx.MoveMask(Avx.CompareLessThan(v, pivot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotGreater(Vector256<double> v, Vector256<double> pivot) => (uint)Avx.MoveMask(Avx.CompareLessThanOrEqual(v, pivot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Split(Vector256<double> v, uint bits, int* table) =>
        Avx2.PermuteVar8x32(v.AsInt32(), Vector256.Load(table + (nuint)bits * 8)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* from, double* to, int stride)
    {
        Vector256<double> a = Vector256.Load(from);
        Vector256<double> b = Vector256.Load(from + 4);
        Vector256<double> c = Vector256.Load(from + 8);
        Vector256<double> d = Vector256.Load(from + 12);
        Vector256<double> evenAbove = Avx.UnpackLow(a, b);
        Vector256<double> oddAbove = Avx.UnpackHigh(a, b);
        Vector256<double> evenBelow = Avx.UnpackLow(c, d);
        Vector256<double> oddBelow = Avx.UnpackHigh(c, d);
        Avx.Permute2x128(evenAbove, evenBelow, 0x20).Store(to);
        Avx.Permute2x128(oddAbove, oddBelow, 0x20).Store(to + stride);
        Avx.Permute2x128(evenAbove, evenBelow, 0x31).Store(to + 2 * stride);
        Avx.Permute2x128(oddAbove, oddBelow, 0x31).Store(to + 3 * stride);
    }
}
