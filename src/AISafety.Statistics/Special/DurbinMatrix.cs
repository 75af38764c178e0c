using System.Buffers;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The exact distribution function of Kolmogorov's D as n!/n^n times the middle element of the n-th power of Durbin's matrix.</summary>
/// <remarks>
/// <para>With k = ceil(n d), h = k - n d and m = 2k - 1, the matrix has 1 / (i - j + 1)! where i - j + 1 is 0 or more, less powers of h in the first column and
/// the last row. Source: Marsaglia, Tsang and Wang, Evaluating Kolmogorov's Distribution, J. Stat. Software 8(18), 2003.</para>
/// <para>Implementation note: one row is multiplied n / 2 times. The matrix is its own transpose about the other diagonal, so that its power's middle column is that row turned
/// round, and the middle of the whole power is the product of the two. 1 / e each time keeps it in range, for the greatest eigenvalue is near e. Factorials end the sums: beyond 1 / 22! nothing is left.</para>
/// </remarks>
internal static class DurbinMatrix
{
    private const int Band = 22;
    private const int Block = 8;

    /// <summary>P(D at most d), for n d more than 0.5.</summary>
    public static double Cdf(int n, double d)
    {
        double nd = n * d;
        int k = (int)Math.Ceiling(nd);
        int m = 2 * k - 1;

        // Rows have zeros behind them, so that a block of sums may read past their end.
        int room = m + Band + 2 * Block;
        double[] rented = ArrayPool<double>.Shared.Rent(5 * room);
        Span<double> row = rented.AsSpan(0, room);
        Span<double> next = rented.AsSpan(room, room);
        Span<double> firstColumn = rented.AsSpan(2 * room, room);
        Span<double> lastRow = rented.AsSpan(3 * room, room);
        Span<double> inverseFactorial = rented.AsSpan(4 * room, room);
        rented.AsSpan(0, 5 * room).Clear();
        FillMatrix(k - nd, m, firstColumn, lastRow, inverseFactorial);
        row[k - 1] = 1;
        for (int step = 1; step <= n / 2; step++)
        {
            Multiply(row, m, firstColumn, lastRow, inverseFactorial, next);
            Span<double> swapped = row;
            row = next;
            next = swapped;
        }

        // The longer half of an odd power is one step more.
        Span<double> longer = row;
        if (n % 2 == 1)
        {
            Multiply(row, m, firstColumn, lastRow, inverseFactorial, next);
            longer = next;
        }

        double middle = 0;
        for (int i = 0; i < m; i++)
        {
            middle += longer[i] * row[m - 1 - i];
        }

        ArrayPool<double>.Shared.Return(rented);

        // n!/n^n = sqrt(2 pi n) e^(error - n), of which the steps have taken e^-n.
        return Math.Clamp(middle * Math.Sqrt(2 * Math.PI * n) * Math.Exp(SaddlePoint.StirlingError(n)), 0, 1);
    }

    private static void FillMatrix(double h, int m, Span<double> firstColumn, Span<double> lastRow, Span<double> inverseFactorial)
    {
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

    // next = row times the matrix, over e. Only next's zeros behind the end are left as they are.
    private static void Multiply(Span<double> row, int m, ReadOnlySpan<double> firstColumn, ReadOnlySpan<double> lastRow, ReadOnlySpan<double> inverseFactorial, Span<double> next)
    {
        double first = 0;
        for (int i = 0; i < m; i++)
        {
            first += row[i] * firstColumn[i];
        }

        // The last row of the matrix is not like the others.
        double last = row[m - 1];
        row[m - 1] = 0;
        int band = Math.Min(Band, m);
        for (int j = 1; j < m; j += Block)
        {
            // The element above the diagonal is in row j - 1.
            Vector256<double> a = Vector256.Create(lastRow.Slice(j, 4)) * last;
            Vector256<double> b = Vector256.Create(lastRow.Slice(j + 4, 4)) * last;
            for (int i = 0; i <= band; i++)
            {
                Vector256<double> weight = Vector256.Create(inverseFactorial[i]);
                a = Vector256.MultiplyAddEstimate(Vector256.Create<double>(row.Slice(j - 1 + i, 4)), weight, a);
                b = Vector256.MultiplyAddEstimate(Vector256.Create<double>(row.Slice(j + 3 + i, 4)), weight, b);
            }

            (a / Math.E).CopyTo(next.Slice(j, 4));
            (b / Math.E).CopyTo(next.Slice(j + 4, 4));
        }

        row[m - 1] = last;
        next[0] = first / Math.E;
        next.Slice(m, Block).Clear();
    }
}
