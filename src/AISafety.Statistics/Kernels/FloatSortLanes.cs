using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Sorting within a vector of eight floats.</summary>
internal readonly unsafe struct FloatSortLanes : ISortLanes<float>
{
    private static readonly SplitTable _split = new(lanes: 8, wordsPerLane: 1);

    public static int* SplitTable => _split.Words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Avx.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reverse(Vector256<float> v, int group) => group switch
    {
        2 => Avx.Permute(v, 0b10_11_00_01),
        4 => Avx.Permute(v, 0b00_01_10_11),
        _ => Avx2.PermuteVar8x32(v, Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Swap(Vector256<float> v, int distance) => distance switch
    {
        1 => Avx.Permute(v, 0b10_11_00_01),
        2 => Avx.Permute(v, 0b01_00_11_10),
        _ => Avx.Permute2x128(v, v, 1),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Blend(Vector256<float> lower, Vector256<float> upper, int distance) => distance switch
    {
        1 => Avx.Blend(lower, upper, 0b1010_1010),
        2 => Avx.Blend(lower, upper, 0b1100_1100),
        _ => Avx.Blend(lower, upper, 0b1111_0000),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Less(Vector256<float> v, Vector256<float> pivot) => (uint)Avx.MoveMask(Avx.CompareLessThan(v, pivot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint NotGreater(Vector256<float> v, Vector256<float> pivot) => (uint)Avx.MoveMask(Avx.CompareLessThanOrEqual(v, pivot));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Split(Vector256<float> v, uint bits, int* table) => Avx2.PermuteVar8x32(v, Vector256.Load(table + (nuint)bits * 8));

    // Columns 0 to 3 and then 4 to 7: half a row of each upper vector beside that of the one four below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* from, float* to, int stride)
    {
        FourColumns(from, to, stride);
        FourColumns(from + 4, to + 4 * stride, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(float* from, float* to, int stride)
    {
        Vector256<float> a = Halves(from);
        Vector256<float> b = Halves(from + 8);
        Vector256<float> c = Halves(from + 16);
        Vector256<float> d = Halves(from + 24);
        Vector256<double> firstAbove = Avx.UnpackLow(a, b).AsDouble();
        Vector256<double> lastAbove = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> firstBelow = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> lastBelow = Avx.UnpackHigh(c, d).AsDouble();
        Avx.UnpackLow(firstAbove, firstBelow).AsSingle().Store(to);
        Avx.UnpackHigh(firstAbove, firstBelow).AsSingle().Store(to + stride);
        Avx.UnpackLow(lastAbove, lastBelow).AsSingle().Store(to + 2 * stride);
        Avx.UnpackHigh(lastAbove, lastBelow).AsSingle().Store(to + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* place) => Vector256.Create(Vector128.Load(place), Vector128.Load(place + 32));
}
