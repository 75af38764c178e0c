using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>Draws counts of bins whose probabilities are themselves drawn from what a sample says of them.</summary>
internal static class DirichletMultinomial
{
    private const long FewToCount = 16;

    /// <summary>Fills <paramref name="counts"/> with a draw of <paramref name="count"/> values: probabilities from Dirichlet's distribution, then counts from the multinomial.</summary>
    /// <param name="random">The source.</param>
    /// <param name="weights">Dirichlet's parameters; 0 or more, not all 0.</param>
    /// <param name="probabilities">Scratch, as long.</param>
    /// <param name="count">How many values to draw.</param>
    /// <param name="counts">As long.</param>
    public static void Draw(Random random, ReadOnlySpan<double> weights, Span<double> probabilities, long count, Span<long> counts)
    {
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            probabilities[i] = weights[i] > 0 ? Gamma.Sample(random, weights[i], 1) : 0;
            total += probabilities[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            long own = i == weights.Length - 1 ? count : Binomial(random, count, total > 0 ? Math.Min(1, probabilities[i] / total) : 0);
            counts[i] = own;
            count -= own;
            total -= probabilities[i];
        }
    }

    /// <summary>How many of n uniform numbers are at most p: halved by drawing the middle one of them, until few are left (Ahrens and Dieter, Computing 12, 1974).</summary>
    public static long Binomial(Random random, long n, double p)
    {
        long below = 0;
        while (n > FewToCount && p is > 0 and < 1)
        {
            long middle = (n + 1) / 2;
            double first = Gamma.Sample(random, middle, 1);
            double x = first / (first + Gamma.Sample(random, n + 1 - middle, 1));
            if (x <= p)
            {
                below += middle;
                n -= middle;
                p = (p - x) / (1 - x);
            }
            else
            {
                n = middle - 1;
                p /= x;
            }
        }

        if (p >= 1)
        {
            return below + n;
        }

        for (long i = 0; i < n; i++)
        {
            below += random.NextDouble() < p ? 1 : 0;
        }

        return below;
    }
}
