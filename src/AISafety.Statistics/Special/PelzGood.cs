namespace AISafety.Statistics;

/// <summary>The distribution function of Kolmogorov's D by the expansion of Pelz and Good in powers of 1 / sqrt n.</summary>
/// <remarks>Source: Pelz and Good, Approximating the lower tail-areas of the Kolmogorov-Smirnov one-sample statistic, J. R. Statist. Soc. B 38, 1976, equations as in
/// Simard and L'Ecuyer (2011). The first term left out is of the order of n^-2.</remarks>
internal static class PelzGood
{
    /// <summary>P(D at most d).</summary>
    public static double Cdf(int n, double d)
    {
        double root = Math.Sqrt(n);
        double z = root * d;
        double z2 = z * z;
        double z4 = z2 * z2;
        double z6 = z4 * z2;
        double k0 = 0;
        double k1 = 0;
        double k2 = 0;
        double k3 = 0;
        double whole2 = 0;
        double whole3 = 0;

        // Halves stand for both signs; so do whole numbers, zero of which adds nothing.
        for (int k = 0; k < 200; k++)
        {
            double half = Math.PI * Math.PI * (k + 0.5) * (k + 0.5);
            double e = Math.Exp(-half / (2 * z2));
            k0 += e;
            k1 += (half - z2) * e;
            k2 += (6 * z6 + 2 * z4 + half * (2 * z4 - 5 * z2) + half * half * (1 - 2 * z2)) * e;
            k3 += (half * half * half * (5 - 30 * z2) + half * half * (-60 * z2 + 212 * z4) + half * (135 * z4 - 96 * z6) - (30 * z6 + 90 * z4 * z4)) * e;
            double whole = Math.PI * Math.PI * k * k;
            double f = Math.Exp(-whole / (2 * z2));
            whole2 += whole * f;
            whole3 += (3 * whole * z2 - whole * whole) * f;
            if (k > 0 && f < 1e-22)
            {
                break;
            }
        }

        double common = 2 * Math.Sqrt(Math.PI / 2);
        double sum = common / z * k0
            + common / (6 * z4) * k1 / root
            + common * (k2 / (72 * z6 * z) - whole2 / (36 * z2 * z)) / n
            + common * (k3 / (6480 * z6 * z4) + whole3 / (216 * z6)) / (n * root);
        return Math.Clamp(sum, 0, 1);
    }
}
