using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The distribution of the one-sided statistic D+ of n values, down to the smallest numbers.</summary>
/// <remarks>
/// <para>P(D+ > d) = sum over j from 0 to n (1 - d) of d / p C(n, j) p^j (1 - p)^(n - j) with p = d + j / n (Smirnov 1944; Birnbaum and Tingey 1951). All terms
/// are positive. Up to 256 values they are added up.</para>
/// <para>Implementation note: for more values the terms are a smooth function of j that vanishes at both ends, so that their sum is its integral. In u, with
/// j = n (1 - d) / (1 + e^-u), the integrand falls off like e^(-n d^2 cosh u), and the trapezoidal rule converges faster than any power: some thirty nodes at any n. It errs
/// by up to a hundred times the first term, so that the terms are added up where that counts: in the farthest tail of a few hundred values.</para>
/// </remarks>
internal static class SmirnovDistribution
{
    private const int AddUpTo = 256;
    private const double NegligibleFirstTerm = 2e-9;

    // e^(-2 n d^2) is a bound; beyond this it is below the smallest number.
    private const double Vanishing = 745.2 / 2;

    public static double Survival(int n, double d)
    {
        if (n * d * d > Vanishing)
        {
            return 0;
        }

        if (n <= AddUpTo)
        {
            return Sum(n, d);
        }

        double integral = Integral(n, d);
        return FirstTerm(n, d) <= NegligibleFirstTerm * integral ? integral : Sum(n, d);
    }

    internal static double Sum(int n, double d)
    {
        double nd = n * d;
        SmirnovTerms terms = new(n, nd);
        int last = (int)Math.Floor(n - nd);
        Vector256<double> sum = default;
        Vector256<double> step = Vector256.Create(0.0, 1, 2, 3);
        for (int j = 1; j <= last; j += 4)
        {
            Vector256<double> left = Vector256.Create((double)(n - j)) - step;
            sum += terms.At(Vector256.Create((double)j) + step, left, WholeStirlingErrors.Rising(j) + WholeStirlingErrors.Falling(n - j));
        }

        return Math.Min(1, FirstTerm(n, d) + Vector256.Sum(sum));
    }

    internal static double Integral(int n, double d)
    {
        double nd = n * d;
        double rest = n - nd;
        double width = Math.Sqrt(nd * d);
        double step = Math.Min(0.25, 0.7 / width);
        SmirnovTerms terms = new(n, nd);
        double sum = Tail(terms, nd, rest, step, 0) + Tail(terms, nd, rest, -step, 1);
        return Math.Min(1, sum * step * rest);
    }

    // It has p = d, the power of which cancels.
    private static double FirstTerm(int n, double d) => Math.Exp(n * PreciseMath.LogOnePlus(-d));

    // Nodes outwards from the middle, until they add nothing.
    private static double Tail(in SmirnovTerms terms, double nd, double rest, double step, int first)
    {
        Vector256<double> sum = default;
        for (int k = first; ; k += 4)
        {
            Vector256<double> u = Vector256.Create((double)k, k + 1, k + 2, k + 3) * step;
            Vector256<double> odds = Vector256.Exp(-u);
            Vector256<double> t = Vector256<double>.One / (Vector256<double>.One + odds);
            Vector256<double> others = odds * t;

            // j and n - j each from its own end, so that neither cancels; at least 1, below which nothing is left.
            Vector256<double> j = Vector256.Max(t * rest, Vector256<double>.One);
            Vector256<double> left = others * rest + Vector256.Create(nd);
            Vector256<double> part = t * others * terms.At(j, left, SmirnovTerms.StirlingError(j) + SmirnovTerms.StirlingError(left));
            sum += part;
            if (!Vector256.GreaterThanAny(part, sum * 1e-13))
            {
                return Vector256.Sum(sum);
            }
        }
    }
}
