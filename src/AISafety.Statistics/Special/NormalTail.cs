using MathNet.Numerics;

namespace AISafety.Statistics;

/// <summary>The upper tail of the standard normal distribution.</summary>
public static class NormalTail
{
    // Beyond this the complementary error function of MathNet is worse than the incomplete gamma function here.
    private const double BulkUpTo = 5;

    /// <summary>P(Z > z) = erfc(z / sqrt 2) / 2: the relative error is some 1e-13 up to z = 38, where it vanishes in double precision.</summary>
    /// <param name="z">Any number or infinity; NaN gives NaN.</param>
    public static double Of(double z) =>
        double.IsNaN(z) ? double.NaN
        : z < BulkUpTo ? 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2))
        : 0.5 * GammaTail.Of(0.5, 0.5 * z * z);

    /// <summary>P(|Z| > |z|), at most 1.</summary>
    /// <param name="z">Any number or infinity; NaN gives NaN.</param>
    public static double TwoSidedOf(double z) => Math.Min(1, 2 * Of(Math.Abs(z)));
}
