namespace AISafety.Statistics;

/// <summary>The distribution of Kolmogorov's two-sided statistic D of n values: exact up to 140, beyond to some 4e-6 at worst, and ever better with n.</summary>
/// <remarks>Chooses among methods as Simard and L'Ecuyer (2011), with Durbin's matrix in place of Pomeranz' recursion, which is as exact.</remarks>
internal static class KolmogorovDistribution
{
    private const int SmallCount = 140;

    // Beyond it the expansion is within 3e-7 wherever the matrix would be taken for its small F.
    private const int MatrixUpTo = 400;

    /// <summary>P(D > d), for n of 1 or more.</summary>
    public static double Survival(int n, double d)
    {
        double t = n * d;
        if (t <= 0.5)
        {
            return 1;
        }

        if (d >= 1)
        {
            return 0;
        }

        // Ruben and Gambino: F = n! (2d - 1/n)^n just above d = 1 / 2n.
        if (t <= 1)
        {
            double factorialOverPower = Math.Sqrt(2 * Math.PI * n) * Math.Exp(SaddlePoint.StirlingError(n) - n);
            return Math.Clamp(1 - factorialOverPower * Math.Exp(n * Math.Log(2 * t - 1)), 0, 1);
        }

        // From here on at most one side can exceed d.
        if (d >= 0.5)
        {
            return Math.Min(1, 2 * OneSided(n, d));
        }

        double square = t * d;
        double tail = n <= SmallCount ? 4 : 2.2;
        return square >= tail ? Math.Min(1, 2 * OneSided(n, d))
            : n <= SmallCount || (n <= MatrixUpTo && n * Math.Pow(d, 1.5) <= 1.4) ? Math.Clamp(1 - DurbinMatrix.Cdf(n, d), 0, 1)
            : Math.Clamp(1 - PelzGood.Cdf(n, d), 0, 1);
    }

    private static double OneSided(int n, double d) => SmirnovDistribution.Survival(n, d);
}
