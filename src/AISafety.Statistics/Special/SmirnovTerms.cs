using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The terms of Smirnov's sum, four at a time: d / p C(n, j) p^j (1 - p)^(n - j) with p = d + j / n, for whole j and between.</summary>
/// <remarks>With l = n - j it is nd / (nd + j) sqrt(n / (2 pi j l)) e^(e(n) - e(j) - e(l) + j log(1 + nd / j) + l log(1 - nd / l)), e being Stirling's error. The linear parts of
/// the two deviances cancel, and nothing else does.</remarks>
internal readonly struct SmirnovTerms(double n, double nd)
{
    private readonly double _scale = nd * Math.Sqrt(n / (2 * Math.PI));
    private readonly double _stirling = SaddlePoint.StirlingError(n);

    /// <summary>Terms at j, more than 0, with left = n - j; 0 where that is nd or less. Takes Stirling's errors of j and left, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> At(Vector256<double> j, Vector256<double> left, Vector256<double> stirling)
    {
        Vector256<double> steps = Vector256.Create(nd);
        Vector256<double> exponent = Vector256.Create(_stirling) - stirling + j * LogOnePlus(steps / j) + left * LogOnePlus(-steps / left);
        Vector256<double> factor = Vector256.Create(_scale) / ((steps + j) * Vector256.Sqrt(j * left));
        return factor * Vector256.Exp(exponent) & Vector256.GreaterThan(left, steps);
    }

    /// <summary>Stirling's error by its series: to 1e-13 from 16 on, to 1e-8 from 4 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> StirlingError(Vector256<double> a)
    {
        Vector256<double> square = Vector256<double>.One / (a * a);
        Vector256<double> series = Vector256.Create(1.0 / 1680) - square * (1.0 / 1188);
        series = Vector256.Create(1.0 / 1260) - square * series;
        series = Vector256.Create(1.0 / 360) - square * series;
        return (Vector256.Create(1.0 / 12) - square * series) / a;
    }

    // As PreciseMath.LogOnePlus.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LogOnePlus(Vector256<double> x)
    {
        Vector256<double> sum = Vector256<double>.One + x;
        Vector256<double> rounded = sum - Vector256<double>.One;
        return Vector256.ConditionalSelect(Vector256.Equals(rounded, Vector256<double>.Zero), x, Vector256.Log(sum) * (x / rounded));
    }
}
