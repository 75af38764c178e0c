using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>What a tile sums over the coordinates of two rows, and what it makes of the sum.</summary>
internal interface ITileTerm
{
    static abstract TVector Add<TVectors, TVector>(TVector sum, TVector lane, TVector row)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct;

    static abstract TVector Finish<TVectors, TVector>(TVector sum, TVector laneNorm, TVector rowNorm)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct;
}

/// <summary>The product of two rows.</summary>
internal readonly struct RowProduct : ITileTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVectors, TVector>(TVector sum, TVector lane, TVector row)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct => TVectors.MultiplyAdd(lane, row, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVectors, TVector>(TVector sum, TVector laneNorm, TVector rowNorm)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct => sum;
}

/// <summary>|a|^2 + |b|^2 - 2 a b, at least 0: of equal rows exactly 0, for their norms are summed in the product's order.</summary>
internal readonly struct DistanceByProduct : ITileTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVectors, TVector>(TVector sum, TVector lane, TVector row)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct => TVectors.MultiplyAdd(lane, row, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVectors, TVector>(TVector sum, TVector laneNorm, TVector rowNorm)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct =>
        TVectors.Max(TVectors.MultiplyAdd(TVectors.Of(-2), sum, TVectors.Add(laneNorm, rowNorm)), TVectors.Of(0));
}

/// <summary>The squares of the coordinates' differences: nothing cancels, at twice the work.</summary>
internal readonly struct DistanceByDifference : ITileTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVectors, TVector>(TVector sum, TVector lane, TVector row)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        TVector difference = TVectors.Subtract(row, lane);
        return TVectors.MultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVectors, TVector>(TVector sum, TVector laneNorm, TVector rowNorm)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct => sum;
}
