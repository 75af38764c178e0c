using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Stirling's errors of four neighbouring whole numbers: small ones from a table, others by the series.</summary>
internal static class WholeStirlingErrors
{
    private const int SeriesFrom = 16;

    // That of 0 has no meaning and is not used; three places more, so that four can be read at any.
    private static readonly double[] _errors = [0, .. Enumerable.Range(1, SeriesFrom + 3).Select(i => SaddlePoint.StirlingError(i))];

    /// <summary>Of a, a + 1, a + 2 and a + 3; a is 1 or more.</summary>
    public static Vector256<double> Rising(int a) =>
        a >= SeriesFrom ? SmirnovTerms.StirlingError(Vector256.Create((double)a, a + 1, a + 2, a + 3)) : Vector256.Create(_errors.AsSpan(a, 4));

    /// <summary>Of a, a - 1, a - 2 and a - 3; of what is below 1, anything.</summary>
    public static Vector256<double> Falling(int a) =>
        a - 3 >= SeriesFrom
            ? SmirnovTerms.StirlingError(Vector256.Create((double)a, a - 1, a - 2, a - 3))
            : Vector256.Create(_errors[a], _errors[Math.Max(0, a - 1)], _errors[Math.Max(0, a - 2)], _errors[Math.Max(0, a - 3)]);
}
