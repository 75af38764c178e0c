using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>What sorting needs to do within one vector.</summary>
/// <remarks>Exchanges take the minimum and the maximum of the same two operands in the same order. Of equal operands both instructions give the
/// second, which exchanges -0.0 and 0.0 but loses neither.</remarks>
internal interface ISortLanes<T>
    where T : unmanaged
{
    /// <summary>The lanes in reverse order.</summary>
    static abstract Vector256<T> Reverse(Vector256<T> v);

    /// <summary>Sorts lanes that first rise and then fall, or the other way round.</summary>
    static abstract Vector256<T> Merge(Vector256<T> v);

    /// <summary>Sorts any lanes.</summary>
    static abstract Vector256<T> Sort(Vector256<T> v);

    /// <summary>The lanes whose bit is clear, then those whose bit is set.</summary>
    static abstract Vector256<T> Split(Vector256<T> v, uint bits);
}

internal readonly struct DoubleSortLanes : ISortLanes<double>
{
    private static readonly int[] _split = SplitTable.Create(lanes: 4, wordsPerLane: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Reverse(Vector256<double> v) => Avx2.Permute4x64(v, 0b00_01_10_11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Merge(Vector256<double> v)
    {
        Vector256<double> other = Avx2.Permute4x64(v, 0b01_00_11_10);
        v = Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), 0b1100);
        other = Avx.Permute(v, 0b0101);
        return Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), 0b1010);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sort(Vector256<double> v)
    {
        Vector256<double> other = Avx.Permute(v, 0b0101);
        v = Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), 0b0110);
        return Merge(v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Split(Vector256<double> v, uint bits) =>
        Avx2.PermuteVar8x32(v.AsInt32(), SplitTable.At(_split, bits)).AsDouble();
}

internal readonly struct FloatSortLanes : ISortLanes<float>
{
    private static readonly int[] _split = SplitTable.Create(lanes: 8, wordsPerLane: 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reverse(Vector256<float> v) => Avx2.PermuteVar8x32(v, Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Merge(Vector256<float> v)
    {
        Vector256<float> other = Avx.Permute2x128(v, v, 1);
        v = Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), 0b1111_0000);
        return MergeFours(v, 0b1100_1100, 0b1010_1010);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sort(Vector256<float> v)
    {
        Vector256<float> other = Avx.Permute(v, 0b10_11_00_01);
        v = Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), 0b0110_0110);
        v = MergeFours(v, 0b0011_1100, 0b0101_1010);
        return Merge(v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Split(Vector256<float> v, uint bits) => Avx2.PermuteVar8x32(v, SplitTable.At(_split, bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MergeFours(Vector256<float> v, [ConstantExpected] byte twos, [ConstantExpected] byte ones)
    {
        Vector256<float> other = Avx.Permute(v, 0b01_00_11_10);
        v = Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), twos);
        other = Avx.Permute(v, 0b10_11_00_01);
        return Avx.Blend(Avx.Min(v, other), Avx.Max(v, other), ones);
    }
}
