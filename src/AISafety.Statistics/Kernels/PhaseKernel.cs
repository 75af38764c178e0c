using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Sines and cosines of many angles, as exact as a double holds them; one by one where an angle may be too large for that.</summary>
/// <remarks>The angle less the nearest multiple of a quarter turn, by polynomials of degree 13 and 14 through Chebyshev's nodes, whose own error is 2e-17.</remarks>
internal static class PhaseKernel
{
    // A million quarter turns: their product with the quarter's first 32 bits is exact.
    private const double LargestAngle = 1.6e6;

    // Adding it leaves a whole number in the last bits.
    private const double Rounding = 6755399441055744;
    private const double QuartersPerRadian = 0.6366197723675814;

    // A quarter turn in 32 bits, and the rest.
    private const double Quarter = 1.5707963267341256;
    private const double QuarterRest = 6.077100506506192e-11;

    /// <summary>Adds the cosines and sines of rows of angles, lane by lane.</summary>
    /// <param name="angles">Rows of as many values as <paramref name="cosines"/> has, in radians.</param>
    /// <param name="largest">No angle is larger.</param>
    /// <param name="cosines">Whole vectors.</param>
    /// <param name="sines">As many.</param>
    public static void AddTo(ReadOnlySpan<double> angles, double largest, Span<double> cosines, Span<double> sines)
    {
        if (!(largest <= LargestAngle))
        {
            AddOneByOne(angles, cosines, sines);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            AddTo<EightDoubles, Vector512<double>>(angles, cosines, sines);
        }
        else
        {
            AddTo<FourDoubles, Vector256<double>>(angles, cosines, sines);
        }
    }

    private static void AddTo<TVectors, TVector>(ReadOnlySpan<double> angles, Span<double> cosines, Span<double> sines)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        ref double from = ref MemoryMarshal.GetReference(angles);
        nuint length = (nuint)angles.Length;
        nuint width = (nuint)cosines.Length;
        for (nuint lane = 0; lane < width; lane += (nuint)TVectors.Count)
        {
            TVector cosineSum = TVectors.Load(ref MemoryMarshal.GetReference(cosines), lane);
            TVector sineSum = TVectors.Load(ref MemoryMarshal.GetReference(sines), lane);
            for (nuint i = lane; i < length; i += width)
            {
                (TVector sine, TVector cosine) = SineCosine<TVectors, TVector>(TVectors.Load(ref from, i));
                cosineSum = TVectors.Add(cosineSum, cosine);
                sineSum = TVectors.Add(sineSum, sine);
            }

            TVectors.Store(cosineSum, ref MemoryMarshal.GetReference(cosines), lane);
            TVectors.Store(sineSum, ref MemoryMarshal.GetReference(sines), lane);
        }
    }

    private static void AddOneByOne(ReadOnlySpan<double> angles, Span<double> cosines, Span<double> sines)
    {
        for (int i = 0; i < angles.Length; i++)
        {
            (double sine, double cosine) = Math.SinCos(angles[i]);
            cosines[i % cosines.Length] += cosine;
            sines[i % cosines.Length] += sine;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Sine, TVector Cosine) SineCosine<TVectors, TVector>(TVector x)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        TVector quarters = TVectors.MultiplyAdd(x, TVectors.Of(QuartersPerRadian), TVectors.Of(Rounding));
        TVector n = TVectors.Subtract(quarters, TVectors.Of(Rounding));
        TVector r = TVectors.MultiplyAdd(n, TVectors.Of(-QuarterRest), TVectors.MultiplyAdd(n, TVectors.Of(-Quarter), x));
        TVector square = TVectors.Multiply(r, r);
        TVector s = TVectors.Of(1.5918129294866608e-10);
        s = TVectors.MultiplyAdd(s, square, TVectors.Of(-2.5051131845003624e-08));
        s = TVectors.MultiplyAdd(s, square, TVectors.Of(2.755731610255244e-06));
        s = TVectors.MultiplyAdd(s, square, TVectors.Of(-0.00019841269836758574));
        s = TVectors.MultiplyAdd(s, square, TVectors.Of(0.008333333333330948));
        s = TVectors.MultiplyAdd(s, square, TVectors.Of(-0.16666666666666666));
        s = TVectors.MultiplyAdd(TVectors.Multiply(s, square), r, r);
        TVector c = TVectors.Of(-1.1382632425521717e-11);
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(2.08761462684032e-09));
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(-2.7557317271729793e-07));
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(2.480158729876569e-05));
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(-0.0013888888888887398));
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(0.041666666666666664));
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(-0.5));
        c = TVectors.MultiplyAdd(c, square, TVectors.Of(1));
        return TVectors.Turn(quarters, s, c);
    }
}
