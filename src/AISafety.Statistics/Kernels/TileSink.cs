using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>What becomes of a row's three vectors of sums.</summary>
internal interface ITileSink
{
    /// <summary>Whether a place in the target is a number for each lane, or a single one.</summary>
    static abstract bool TakesLanes { get; }

    static abstract void Add<TVectors, TVector>(TVector first, TVector second, TVector third, ref double target)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct;
}

/// <summary>They are added lane by lane.</summary>
internal readonly struct LaneSums : ITileSink
{
    public static bool TakesLanes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TVectors, TVector>(TVector first, TVector second, TVector third, ref double target)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        TVectors.Store(TVectors.Add(first, TVectors.Load(ref target, 0)), ref target, 0);
        TVectors.Store(TVectors.Add(second, TVectors.Load(ref target, count)), ref target, count);
        TVectors.Store(TVectors.Add(third, TVectors.Load(ref target, 2 * count)), ref target, 2 * count);
    }
}

/// <summary>Their squares are added to one number.</summary>
internal readonly struct SquareSum : ITileSink
{
    public static bool TakesLanes => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TVectors, TVector>(TVector first, TVector second, TVector third, ref double target)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        TVector squares = TVectors.MultiplyAdd(third, third, TVectors.MultiplyAdd(second, second, TVectors.Multiply(first, first)));
        target += TVectors.Sum(squares);
    }
}
