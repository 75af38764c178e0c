using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Reads numbers of a type as doubles, so that a loop is written once for float and double and accumulates in double.</summary>
internal interface ILanes<T>
    where T : struct
{
    /// <summary>Four values from <paramref name="index"/> on.</summary>
    static abstract Vector256<double> Load(ref T source, nuint index);

    /// <summary>Eight values from <paramref name="index"/> on.</summary>
    static abstract Vector512<double> LoadEight(ref T source, nuint index);

    /// <summary>One value.</summary>
    static abstract double At(ref T source, nuint index);
}

internal readonly struct DoubleLanes : ILanes<double>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref double source, nuint index) => Vector256.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadEight(ref double source, nuint index) => Vector512.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(ref double source, nuint index) => Unsafe.Add(ref source, index);
}

internal readonly struct FloatLanes : ILanes<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref float source, nuint index) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref source, index).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadEight(ref float source, nuint index) =>
        Vector512.WidenLower(Vector256.LoadUnsafe(ref source, index).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(ref float source, nuint index) => Unsafe.Add(ref source, index);
}
