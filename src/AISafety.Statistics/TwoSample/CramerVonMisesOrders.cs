namespace AISafety.Statistics;

/// <summary>The exact distribution of the two-sample Cramer-von Mises statistic over all orders.</summary>
/// <remarks>Walks the lattice from (0, 0) to (m, n) and keeps, at every point, how many paths have each sum of (l i / m - l j / n)^2, l the least common multiple: a
/// whole number. Source: Xiao, Gordon and Yakovlev, J. Stat. Software 17(8), 2006.</remarks>
internal static class CramerVonMisesOrders
{
    private const int MostNumbers = 60;

    /// <summary>P(T at least t), where <paramref name="numerator"/> = 24 m n (m + n) t.</summary>
    public static double Survival(int m, int n, Int128 numerator)
    {
        if (Math.Max(m, n) > MostNumbers)
        {
            throw new ArgumentException("A sample is too large for an exact p-value; expected at most 60 numbers.", nameof(m));
        }

        long multiple = (long)m * n / Gcd(m, n);

        // t = m n / (m + n)^2 times the sum over l^2; half sums come from ties and are rounded down.
        Int128 bound = numerator * multiple * multiple * (m + n) / (24 * (Int128)m * n * m * n);
        Frequencies[] column = new Frequencies[m + 1];
        Array.Fill(column, Frequencies.None);
        for (int j = 0; j <= n; j++)
        {
            Frequencies left = j == 0 ? Frequencies.Start : Frequencies.None;
            for (int i = 0; i <= m; i++)
            {
                long step = multiple / m * i - multiple / n * j;
                left = column[i] = Frequencies.Merge(left, column[i], step * step);
            }
        }

        return column[m].ShareFrom(bound);
    }

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);

    // Sums in ascending order, each with its number of paths.
    private readonly record struct Frequencies(long[] Sums, double[] Paths)
    {
        public static Frequencies None { get; } = new([], []);

        public static Frequencies Start { get; } = new([0], [1]);

        public static Frequencies Merge(Frequencies a, Frequencies b, long shift)
        {
            long[] sums = new long[a.Sums.Length + b.Sums.Length];
            double[] paths = new double[sums.Length];
            int count = 0;
            int i = 0;
            int j = 0;
            while (i < a.Sums.Length || j < b.Sums.Length)
            {
                bool takeA = j == b.Sums.Length || (i < a.Sums.Length && a.Sums[i] <= b.Sums[j]);
                bool takeB = i == a.Sums.Length || (j < b.Sums.Length && b.Sums[j] <= a.Sums[i]);
                sums[count] = (takeA ? a.Sums[i] : b.Sums[j]) + shift;
                paths[count++] = (takeA ? a.Paths[i++] : 0) + (takeB ? b.Paths[j++] : 0);
            }

            Array.Resize(ref sums, count);
            Array.Resize(ref paths, count);
            return new(sums, paths);
        }

        public double ShareFrom(Int128 bound)
        {
            double all = 0;
            double above = 0;
            for (int i = 0; i < Sums.Length; i++)
            {
                all += Paths[i];
                above += Sums[i] >= bound ? Paths[i] : 0;
            }

            return above / all;
        }
    }
}
