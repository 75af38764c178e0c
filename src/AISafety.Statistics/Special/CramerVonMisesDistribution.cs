using MathNet.Numerics;

namespace AISafety.Statistics;

/// <summary>The limiting distribution of Cramer and von Mises' statistic.</summary>
internal static class CramerVonMisesDistribution
{
    // Both forms are exact; below, the integrals cancel, above, one less the series does.
    private const double IntegrateFrom = 0.15;
    private const int Nodes = 160;

    /// <summary>P(W > x).</summary>
    public static double Survival(double x) => x < 0.003 ? 1 : x < IntegrateFrom ? 1 - Series(x, 0) : Integrals(x);

    /// <summary>1 less the series up to its first term below 1e-7, at least 0.</summary>
    public static double SurvivalBySeries(double x) => x < 0.003 ? 1 : Math.Max(0, 1 - Series(x, 1e-7));

    // Csorgo and Faraway, J. R. Statist. Soc. B 58, 1996, (1.3): the sum over k of Gamma(k + 1/2) / (k! pi^(3/2) sqrt x) sqrt(4k + 1) e^-q K_1/4(q), q = (4k + 1)^2 / (16 x).
    private static double Series(double x, double tolerance)
    {
        double sum = 0;

        // Gamma(k + 1/2) / k!.
        double quotient = Math.Sqrt(Math.PI);
        for (int k = 0; k < 10_000; k++)
        {
            double y = 4 * k + 1;
            double q = y * y / (16 * x);
            double term = quotient / (Math.Pow(Math.PI, 1.5) * Math.Sqrt(x)) * Math.Sqrt(y) * Math.Exp(-q) * BesselK(q);
            sum += term;
            if (term < tolerance || term <= sum * 1e-17)
            {
                break;
            }

            quotient *= (k + 0.5) / (k + 1);
        }

        return sum;
    }

    // By D. Amos' algorithm 644, as in SciPy: to compare with its figure to the last digits takes the same rounding errors.
    private static double BesselK(double q) => q > 700 ? 0 : SpecialFunctions.BesselK(0.25, q);

    // Smirnov's form: the alternating sum over j of (2 / pi) times the integral from (2j - 1) pi to 2j pi of e^(-x u^2 / 2) / sqrt(-u sin u), by Gauss and Chebyshev's rule.
    private static double Integrals(double x)
    {
        double sum = 0;
        for (int j = 1; j < 50; j++)
        {
            double integral = 0;
            double center = (2 * j - 0.5) * Math.PI;
            for (int i = 0; i < Nodes; i++)
            {
                double angle = Math.PI * (i + 0.5) / Nodes;
                double v = Math.Cos(angle);
                double u = center + v * (Math.PI / 2);

                // -sin u = cos(v pi / 2) on these intervals; it vanishes at both ends like 1 - v^2.
                integral += Math.Exp(-x * u * u / 2) / Math.Sqrt(u * Math.Cos(v * (Math.PI / 2))) * Math.Sin(angle);
            }

            double term = 2 / Math.PI * integral * (Math.PI / 2) * (Math.PI / Nodes);
            sum += (j & 1) == 1 ? term : -term;
            if (term <= sum * 1e-17)
            {
                break;
            }
        }

        return Math.Clamp(sum, 0, 1);
    }
}
