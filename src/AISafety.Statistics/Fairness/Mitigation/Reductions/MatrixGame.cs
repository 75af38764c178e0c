namespace AISafety.Statistics;

/// <summary>The mixed strategies of a zero-sum game of two players: the saddle point of a matrix.</summary>
/// <remarks>
/// <para>Dantzig's way: with all payoffs above 0, greatest sum x with P x &lt;= 1, x >= 0 by the simplex method, whose first basis is there at once; the value is 1 / sum x, the columns' mixture x times it, and the rows' mixture the
/// prices of the rows times it. From pivots that no longer gain on, Bland's rule, which cannot cycle.</para>
/// <para>A pair of mixtures says itself how good it is: by what the greatest row pays more than the least column. Where that is more than 1e-11 of the payoffs' range, small pivots have cost digits, and the game is solved again with another least pivot; the best pair counts.</para>
/// <para>Source: G. Dantzig, A proof of the equivalence of the programming problem and the game problem, 1951; R. Bland, New finite pivoting rules for the simplex method, Mathematics of Operations Research 2, 1977.</para>
/// </remarks>
internal static class MatrixGame
{
    // Relative to payoffs that are scaled to 1 to 2.
    private const double Tolerance = 1e-12;
    private const double GapWanted = 1e-11;
    private const int PivotsWithoutGain = 20;
    private static readonly double[] _leastPivots = [1e-12, 1e-9, 1e-10, 1e-8, 1e-11, 1e-7];

    /// <summary>Solves the game.</summary>
    /// <param name="payoffs">What the column's player pays the row's player: [row, column]; finite, at least one.</param>
    /// <returns>The mixture of the columns, under which the greatest row pays least, and of the rows, under which the least column pays most. Each is 0 or more, and adds up to 1.</returns>
    public static (double[] Columns, double[] Rows) Solve(double[,] payoffs)
    {
        double least = double.PositiveInfinity;
        double greatest = double.NegativeInfinity;
        foreach (double payoff in payoffs)
        {
            (least, greatest) = (Math.Min(least, payoff), Math.Max(greatest, payoff));
        }

        double spread = greatest > least ? greatest - least : 1;
        (double[] Columns, double[] Rows) best = default;
        double bestGap = double.PositiveInfinity;
        foreach (double leastPivot in _leastPivots)
        {
            (double[] Columns, double[] Rows) found = Solve(payoffs, least, spread, leastPivot);
            double gap = Gap(payoffs, found.Columns, found.Rows) / spread;
            if (best.Columns is null || gap < bestGap)
            {
                (best, bestGap) = (found, gap);
            }

            if (bestGap <= GapWanted)
            {
                break;
            }
        }

        return best;
    }

    private static double Gap(double[,] payoffs, double[] columns, double[] rows)
    {
        double most = Enumerable.Range(0, rows.Length).Max(row => Enumerable.Range(0, columns.Length).Sum(column => payoffs[row, column] * columns[column]));
        double least = Enumerable.Range(0, columns.Length).Min(column => Enumerable.Range(0, rows.Length).Sum(row => payoffs[row, column] * rows[row]));
        return most - least;
    }

    private static (double[] Columns, double[] Rows) Solve(double[,] payoffs, double least, double spread, double leastPivot)
    {
        int rows = payoffs.GetLength(0);
        int columns = payoffs.GetLength(1);

        // Columns, then slacks, then the right side; the last row has what each gains.
        double[][] table = new double[rows + 1][];
        for (int row = 0; row <= rows; row++)
        {
            table[row] = new double[columns + rows + 1];
            for (int column = 0; column < columns; column++)
            {
                table[row][column] = row == rows ? 1 : 1 + (payoffs[row, column] - least) / spread;
            }

            if (row < rows)
            {
                table[row][columns + row] = 1;
                table[row][^1] = 1;
            }
        }

        int[] basis = [.. Enumerable.Range(columns, rows)];
        Improve(table, basis, leastPivot);
        double[] mixture = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            if (basis[row] < columns)
            {
                mixture[basis[row]] = Math.Max(0, table[row][^1]);
            }
        }

        double[] prices = [.. table[rows].AsSpan(columns, rows)];
        for (int row = 0; row < rows; row++)
        {
            prices[row] = Math.Max(0, -prices[row]);
        }

        return (Normalized(mixture), Normalized(prices));
    }

    private static void Improve(double[][] table, int[] basis, double leastPivot)
    {
        int idle = 0;

        // Far more pivots than such a table takes; whoever uses the mixtures judges them by what they pay.
        for (int pivots = 0; pivots < 50 * (table.Length + table[0].Length); pivots++)
        {
            int column = Entering(table[^1], isBland: idle > PivotsWithoutGain);
            int row = column < 0 ? -1 : Leaving(table, basis, column, leastPivot);
            if (row < 0)
            {
                return;
            }

            idle = table[row][^1] / table[row][column] > Tolerance ? 0 : idle + 1;
            Pivot(table, row, column);
            basis[row] = column;
        }
    }

    private static int Entering(double[] gains, bool isBland)
    {
        int best = -1;
        for (int column = 0; column < gains.Length - 1; column++)
        {
            if (gains[column] > Tolerance && (best < 0 || gains[column] > gains[best]))
            {
                best = column;
                if (isBland)
                {
                    break;
                }
            }
        }

        return best;
    }

    private static int Leaving(double[][] table, int[] basis, int column, double leastPivot)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        for (int row = 0; row < basis.Length; row++)
        {
            if (table[row][column] > leastPivot)
            {
                double ratio = table[row][^1] / table[row][column];
                if (ratio < least || (ratio == least && basis[row] < basis[best]))
                {
                    (best, least) = (row, ratio);
                }
            }
        }

        return best;
    }

    private static void Pivot(double[][] table, int row, int column)
    {
        double[] pivot = table[row];
        double by = pivot[column];
        for (int i = 0; i < pivot.Length; i++)
        {
            pivot[i] /= by;
        }

        for (int other = 0; other < table.Length; other++)
        {
            double times = table[other][column];
            if (other != row && times != 0)
            {
                for (int i = 0; i < pivot.Length; i++)
                {
                    table[other][i] -= times * pivot[i];
                }

                table[other][column] = 0;
            }
        }
    }

    private static double[] Normalized(double[] weights)
    {
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
