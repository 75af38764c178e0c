namespace AISafety.Statistics;

/// <summary>The exact two-sample Kolmogorov-Smirnov test of two samples of the same size, without ties.</summary>
/// <remarks>P(r D at least k) = 2 times the sum over j from 1 of (-1)^(j-1) C(2r, r + j k) / C(2r, r). Source: B. V. Gnedenko and V. S. Korolyuk,
/// On the maximum discrepancy between two empirical distributions, 1951.</remarks>
internal static class EqualSizeKs
{
    /// <summary>The p-value of a statistic of <paramref name="steps"/> / <paramref name="size"/>.</summary>
    public static double PValue(int size, int steps)
    {
        if (steps <= 0)
        {
            return 1;
        }

        double sum = 0;
        double logRatio = 0;
        int from = 0;
        double sign = 1;
        for (int to = steps; to <= size; to += steps)
        {
            // C(2r, r + i) = C(2r, r + i - 1) (r - i + 1) / (r + i).
            while (from < to)
            {
                from++;
                logRatio += Math.Log((size - from + 1.0) / (size + from));
            }

            double term = Math.Exp(logRatio);
            sum += sign * term;
            sign = -sign;
            if (term < 1e-18 * sum)
            {
                break;
            }
        }

        return Math.Clamp(2 * sum, 0, 1);
    }

    /// <summary>The least k whose p-value is at most <paramref name="alpha"/> and k / size more than <paramref name="least"/>; size + 1 if there is none.</summary>
    public static int LeastSignificant(int size, double alpha, double least)
    {
        int low = (int)Math.Floor(least * size) + 1;
        int high = size + 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (PValue(size, middle) <= alpha)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
