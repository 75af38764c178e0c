using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The Gaussian kernel of squared distances: e to a negative number, as exact as a double holds it.</summary>
/// <remarks>e^x = 2^n e^r with n the whole number nearest x / log 2, and e^r by a polynomial of degree 11 through Chebyshev's nodes, whose own error is 2e-17.
/// Less than 2^-1022 counts as 0; so does NaN.</remarks>
internal static class GaussianKernel
{
    private const double LeastExponent = -708.3964185322641;

    // Adding it leaves a whole number in the last bits.
    private const double Rounding = 6755399441055744;
    private const double InverseLogTwo = 1.4426950408889634;

    // log 2 in 32 bits, so that its products are exact, and the rest.
    private const double LogTwo = 0.6931471803691238;
    private const double LogTwoRest = 1.9082149292705877e-10;

    /// <summary>e^(factor * squared distance) of each squared distance.</summary>
    /// <param name="squared">0 or more, or NaN; as many as fill whole vectors.</param>
    /// <param name="factor">Less than 0, finite.</param>
    /// <param name="target">As long; may be the same.</param>
    public static void Apply(ReadOnlySpan<double> squared, double factor, Span<double> target)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Apply<EightDoubles, Vector512<double>>(squared, factor, target[..squared.Length]);
        }
        else
        {
            Apply<FourDoubles, Vector256<double>>(squared, factor, target[..squared.Length]);
        }
    }

    private static void Apply<TVectors, TVector>(ReadOnlySpan<double> squared, double factor, Span<double> target)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        ref double from = ref MemoryMarshal.GetReference(squared);
        ref double to = ref MemoryMarshal.GetReference(target);
        nuint length = (nuint)squared.Length;
        TVector scale = TVectors.Of(factor);
        for (nuint i = 0; i < length; i += (nuint)TVectors.Count)
        {
            TVector x = TVectors.Multiply(TVectors.Load(ref from, i), scale);
            TVectors.Store(Exponential<TVectors, TVector>(x), ref to, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponential<TVectors, TVector>(TVector x)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        TVector shifted = TVectors.MultiplyAdd(x, TVectors.Of(InverseLogTwo), TVectors.Of(Rounding));
        TVector n = TVectors.Subtract(shifted, TVectors.Of(Rounding));
        TVector r = TVectors.MultiplyAdd(n, TVectors.Of(-LogTwoRest), TVectors.MultiplyAdd(n, TVectors.Of(-LogTwo), x));
        TVector p = TVectors.Of(2.5100375832561234e-08);
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(2.7620075879983367e-07));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(2.7557268480310024e-06));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(2.4801521322368692e-05));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(0.00019841269863040545));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(0.0013888888917196719));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(0.008333333333330065));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(0.041666666666624164));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(0.16666666666666669));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(0.5000000000000001));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(1));
        p = TVectors.MultiplyAdd(p, r, TVectors.Of(1));
        return TVectors.WhereGreater(x, TVectors.Of(LeastExponent), TVectors.AddToExponent(shifted, p));
    }
}
