namespace AISafety.Statistics;

/// <summary>The distribution of the one-sided statistic D+ of n values, to some 1e-13 down to the smallest numbers.</summary>
/// <remarks>
/// <para>P(D+ > d) = sum over j from 0 to n (1 - d) of d / p C(n, j) p^j (1 - p)^(n - j) with p = d + j / n (Smirnov 1944; Birnbaum and Tingey 1951). All terms
/// are positive; each is d / p times a binomial probability, from Loader's formula.</para>
/// <para>Implementation note: for large n the terms are a smooth function of j that vanishes at both ends, so that their sum is its integral. In u, with
/// j = n (1 - d) / (1 + e^-u), the integrand falls off like e^(-s^2 cosh u), s^2 = n d^2, and the trapezoidal rule converges faster than any power: some fifty nodes at any n. Where it is used
/// it is within a part in 1e10 of the sum.</para>
/// </remarks>
internal static class SmirnovDistribution
{
    private const int IntegrateFrom = 1_000;

    public static double Survival(int n, double d) =>
        n >= IntegrateFrom && n * d * (1 - 4 * d) > 45 ? Integral(n, d) : Sum(n, d);

    internal static double Sum(int n, double d)
    {
        double nd = n * d;

        // The first term has p = d, the power of which cancels.
        double sum = Math.Exp(n * PreciseMath.LogOnePlus(-d));
        int last = (int)Math.Floor(n - nd);
        for (int j = 1; j <= last; j++)
        {
            sum += Term(n, j, nd);
        }

        return Math.Min(1, sum);
    }

    internal static double Integral(int n, double d)
    {
        double nd = n * d;
        double square = nd * d;
        double step = Math.Min(0.2, 0.4 / Math.Sqrt(square));

        // Beyond this u a term is less than e^-40 of the largest.
        double end = Math.Acosh(1 + 60 / square);
        int nodes = (int)(end / step);
        double sum = 0;
        for (int k = -nodes; k <= nodes; k++)
        {
            double t = 1 / (1 + Math.Exp(-k * step));
            sum += t * (1 - t) * Term(n, (n - nd) * t, nd);
        }

        return Math.Min(1, sum * step * (n - nd));
    }

    private static double Term(double n, double j, double nd)
    {
        double left = n - j;
        double free = left - nd;
        if (!(free > 0))
        {
            return 0;
        }

        double correction = SaddlePoint.StirlingError(n) - SaddlePoint.StirlingError(j) - SaddlePoint.StirlingError(left);
        double deviance = SaddlePoint.Deviance(j, j + nd) + SaddlePoint.Deviance(left, free);
        return nd / (nd + j) * Math.Sqrt(n / (2 * Math.PI * j * left)) * Math.Exp(correction - deviance);
    }
}
