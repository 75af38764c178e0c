using System.Buffers;

namespace AISafety.Statistics;

/// <summary>The exact distribution function of Kolmogorov's D as n!/n^n times the middle element of the n-th power of Durbin's matrix.</summary>
/// <remarks>
/// <para>With k = ceil(n d), h = k - n d and m = 2k - 1, the matrix has 1 / (i - j + 1)! where i - j + 1 is 0 or more, less powers of h in the first column and
/// the last row. Source: Marsaglia, Tsang and Wang, Evaluating Kolmogorov's Distribution, J. Stat. Software 8(18), 2003.</para>
/// <para>Implementation note: one row is multiplied n times, and 1 / e each time keeps it in range, for the greatest eigenvalue is near e; a power by squaring costs more for every n where this method is
/// chosen and matters. Factorials end the sums: beyond 1 / 22! nothing is left.</para>
/// </remarks>
internal static class DurbinMatrix
{
    private const int Band = 22;

    /// <summary>P(D at most d), for n d more than 0.5.</summary>
    public static double Cdf(int n, double d)
    {
        double nd = n * d;
        int k = (int)Math.Ceiling(nd);
        double h = k - nd;
        int m = 2 * k - 1;
        double[] rented = ArrayPool<double>.Shared.Rent(5 * m + 2);
        Span<double> row = rented.AsSpan(0, m);
        Span<double> next = rented.AsSpan(m, m);
        Span<double> firstColumn = rented.AsSpan(2 * m, m);
        Span<double> lastRow = rented.AsSpan(3 * m, m);
        Span<double> inverseFactorial = rented.AsSpan(4 * m, m + 2);
        FillMatrix(h, firstColumn, lastRow, inverseFactorial);
        row.Clear();
        row[k - 1] = 1;
        for (int step = 1; step <= n; step++)
        {
            Multiply(row, firstColumn, lastRow, inverseFactorial, 1 / Math.E, next);
            Span<double> swapped = row;
            row = next;
            next = swapped;
        }

        // n!/n^n = sqrt(2 pi n) e^(error - n), of which the steps have taken e^-n.
        double middle = row[k - 1] * Math.Sqrt(2 * Math.PI * n) * Math.Exp(SaddlePoint.StirlingError(n));
        ArrayPool<double>.Shared.Return(rented);
        return Math.Clamp(middle, 0, 1);
    }

    private static void FillMatrix(double h, Span<double> firstColumn, Span<double> lastRow, Span<double> inverseFactorial)
    {
        int m = firstColumn.Length;
        inverseFactorial[0] = 1;
        for (int i = 1; i < m + 2; i++)
        {
            inverseFactorial[i] = inverseFactorial[i - 1] / i;
        }

        double power = h;
        for (int i = 0; i < m; i++)
        {
            firstColumn[i] = (1 - power) * inverseFactorial[i + 1];
            lastRow[m - 1 - i] = firstColumn[i];
            power *= h;
        }

        double corner = 1 - 2 * Math.Pow(h, m) + (h > 0.5 ? Math.Pow(2 * h - 1, m) : 0);
        firstColumn[m - 1] = lastRow[0] = corner * inverseFactorial[m];
    }

    private static void Multiply(
        ReadOnlySpan<double> row, ReadOnlySpan<double> firstColumn, ReadOnlySpan<double> lastRow, ReadOnlySpan<double> inverseFactorial, double scale, Span<double> next)
    {
        int m = row.Length;
        double first = 0;
        for (int i = 0; i < m; i++)
        {
            first += row[i] * firstColumn[i];
        }

        next[0] = first * scale;
        for (int j = 1; j < m; j++)
        {
            // The element above the diagonal is in row j - 1; the last row is apart.
            double sum = row[m - 1] * lastRow[j];
            int end = Math.Min(m - 1, j + Band);
            for (int i = j - 1; i < end; i++)
            {
                sum += row[i] * inverseFactorial[i - j + 1];
            }

            next[j] = sum * scale;
        }
    }
}
