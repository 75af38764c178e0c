using System.Buffers;

namespace AISafety.Statistics;

/// <summary>The exact distribution of Mann and Whitney's U without ties.</summary>
/// <remarks>The number of orders with each U has the generating function product over i = 1 to m of (1 - q^(n+i)) / (1 - q^i). Only the terms up to the
/// wanted one are carried; they are whole numbers, and exact up to 2^53.</remarks>
internal static class RankSumOrders
{
    private const double MostOrders = 1e300;

    /// <summary>min(1, 2 P(U at most <paramref name="u"/>)), for u up to the mean rounded up.</summary>
    public static double TwoSided(int m, int n, long u)
    {
        int few = Math.Min(m, n);
        int many = Math.Max(m, n);
        double orders = 1;
        for (int i = 1; i <= few; i++)
        {
            orders = orders * (many + i) / i;
            if (orders > MostOrders)
            {
                throw new ArgumentException("The samples are too large for an exact p-value; expected at most 1e300 orders of them.", nameof(m));
            }
        }

        int length = checked((int)(u + 1));
        double[] rented = ArrayPool<double>.Shared.Rent(length);
        Span<double> counts = rented.AsSpan(0, length);
        counts.Clear();
        counts[0] = 1;
        for (int i = 1; i <= few; i++)
        {
            for (int j = length - 1; j >= many + i; j--)
            {
                counts[j] -= counts[j - many - i];
            }

            for (int j = i; j < length; j++)
            {
                counts[j] += counts[j - i];
            }
        }

        double sum = 0;
        foreach (double count in counts)
        {
            sum += count;
        }

        ArrayPool<double>.Shared.Return(rented);
        return Math.Min(1, 2 * sum / orders);
    }
}
