using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>What the panel kernels need of a vector of doubles, so that each loop is written once for 256 and 512 bits.</summary>
/// <remarks>A product and sum is fused where the machine can.</remarks>
internal interface IDoubleVectors<TVector>
    where TVector : struct
{
    /// <summary>How many doubles a vector holds.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref double source, nuint index);

    static abstract void Store(TVector vector, ref double target, nuint index);

    static abstract TVector Of(double value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left * right + addend.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The greater; the second if they are equal or one is NaN.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The value where it exceeds the threshold, else 0.</summary>
    static abstract TVector WhereGreater(TVector left, TVector threshold, TVector value);

    /// <summary>The bits of the left one, as a whole number, moved up by 52, added to those of the right one.</summary>
    static abstract TVector AddToExponent(TVector left, TVector right);

    /// <summary>The value in the lanes whose bit is set, else 0.</summary>
    static abstract TVector Where(uint bits, TVector value);

    /// <summary>Turns a sine and a cosine by as many quarters as the last two bits say.</summary>
    static abstract (TVector Sine, TVector Cosine) Turn(TVector quarters, TVector sine, TVector cosine);

    static abstract double Sum(TVector vector);
}

internal readonly struct FourDoubles : IDoubleVectors<Vector256<double>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref double source, nuint index) => Vector256.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> vector, ref double target, nuint index) => vector.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> left, Vector256<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> left, Vector256<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Max(Vector256<double> left, Vector256<double> right) => Vector256.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> WhereGreater(Vector256<double> left, Vector256<double> threshold, Vector256<double> value) =>
        Vector256.GreaterThan(left, threshold) & value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> AddToExponent(Vector256<double> left, Vector256<double> right) =>
        (right.AsInt64() + Vector256.ShiftLeft(left.AsInt64(), 52)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Where(uint bits, Vector256<double> value)
    {
        Vector256<long> lanes = Vector256.Create(1L, 2, 4, 8);
        return Vector256.Equals(Vector256.Create((long)bits) & lanes, lanes).AsDouble() & value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Sine, Vector256<double> Cosine) Turn(Vector256<double> quarters, Vector256<double> sine, Vector256<double> cosine)
    {
        Vector256<long> bits = quarters.AsInt64();
        Vector256<double> swaps = Vector256.Equals(bits & Vector256<long>.One, Vector256<long>.One).AsDouble();
        Vector256<long> two = Vector256.Create(2L);
        Vector256<double> sineSign = Vector256.ShiftLeft(bits & two, 62).AsDouble();
        Vector256<double> cosineSign = Vector256.ShiftLeft((bits + Vector256<long>.One) & two, 62).AsDouble();
        return (Vector256.ConditionalSelect(swaps, cosine, sine) ^ sineSign, Vector256.ConditionalSelect(swaps, sine, cosine) ^ cosineSign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> vector) => Vector256.Sum(vector);
}

internal readonly struct EightDoubles : IDoubleVectors<Vector512<double>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double source, nuint index) => Vector512.LoadUnsafe(ref source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> vector, ref double target, nuint index) => vector.StoreUnsafe(ref target, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> left, Vector512<double> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> left, Vector512<double> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Max(Vector512<double> left, Vector512<double> right) => Vector512.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> WhereGreater(Vector512<double> left, Vector512<double> threshold, Vector512<double> value) =>
        Vector512.GreaterThan(left, threshold) & value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> AddToExponent(Vector512<double> left, Vector512<double> right) =>
        (right.AsInt64() + Vector512.ShiftLeft(left.AsInt64(), 52)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Where(uint bits, Vector512<double> value)
    {
        Vector512<long> lanes = Vector512.Create(1L, 2, 4, 8, 16, 32, 64, 128);
        return Vector512.Equals(Vector512.Create((long)bits) & lanes, lanes).AsDouble() & value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Sine, Vector512<double> Cosine) Turn(Vector512<double> quarters, Vector512<double> sine, Vector512<double> cosine)
    {
        Vector512<long> bits = quarters.AsInt64();
        Vector512<double> swaps = Vector512.Equals(bits & Vector512<long>.One, Vector512<long>.One).AsDouble();
        Vector512<long> two = Vector512.Create(2L);
        Vector512<double> sineSign = Vector512.ShiftLeft(bits & two, 62).AsDouble();
        Vector512<double> cosineSign = Vector512.ShiftLeft((bits + Vector512<long>.One) & two, 62).AsDouble();
        return (Vector512.ConditionalSelect(swaps, cosine, sine) ^ sineSign, Vector512.ConditionalSelect(swaps, sine, cosine) ^ cosineSign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> vector) => Vector512.Sum(vector);
}
