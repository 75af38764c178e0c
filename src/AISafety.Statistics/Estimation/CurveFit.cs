namespace AISafety.Statistics;

/// <summary>Fits calibration curves to cells, and chooses between the families.</summary>
internal static class CurveFit
{
    private const int Folds = 10;

    // From here on any rising curve is learned well enough, and the error of a beta curve that does not fit outweighs what its smoothness is worth.
    private const double RowsOfRarerLabel = 500;

    /// <summary>Fits a curve of a family.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="totals">The weight in each; some may be 0, not all.</param>
    /// <param name="shares">The share of label 1 in each.</param>
    /// <param name="kind">The family.</param>
    public static Func<double, double> Fit(ScoreCells cells, double[] totals, double[] shares, CalibrationCurveKind kind) =>
        kind == CalibrationCurveKind.Beta
            ? BetaCalibration.FitLogs(cells.Logs, cells.Rests, shares, totals).Apply
            : Isotonic(cells.Scores, totals, shares).Apply;

    /// <summary>Isotonic where the rarer label is worth 500 rows; else the family with the lower log loss on rows that the curve was not fitted to, by ten folds, and beta when there is
    /// no difference.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="rarer">How many equally weighted rows the rarer label is worth.</param>
    /// <param name="random">Draws the folds.</param>
    public static CalibrationCurveKind Choose(ScoreCells cells, double rarer, Random random)
    {
        if (rarer >= RowsOfRarerLabel)
        {
            return CalibrationCurveKind.Isotonic;
        }

        int[] fold = new int[cells.RowCount];
        for (int row = 0; row < fold.Length; row++)
        {
            fold[row] = row % Folds;
        }

        random.Shuffle(fold);
        double beta = 0;
        double isotonic = 0;
        int[] counts = new int[cells.RowCount];
        for (int held = 0; held < Folds; held++)
        {
            for (int row = 0; row < fold.Length; row++)
            {
                counts[row] = fold[row] == held ? 0 : 1;
            }

            (double[] totals, double[] shares) = cells.Sum(counts);
            if (!Array.Exists(totals, static total => total > 0))
            {
                // All that weighs anything is in this fold: nothing is left to learn from, so it says nothing.
                continue;
            }

            Func<double, double> smooth = Fit(cells, totals, shares, CalibrationCurveKind.Beta);
            Func<double, double> steps = Fit(cells, totals, shares, CalibrationCurveKind.Isotonic);
            for (int row = 0; row < fold.Length; row++)
            {
                if (fold[row] == held)
                {
                    beta += cells.WeightOf(row) * Loss(smooth(cells.Scores[cells.CellOf(row)]), cells.LabelOf(row));
                    isotonic += cells.WeightOf(row) * Loss(steps(cells.Scores[cells.CellOf(row)]), cells.LabelOf(row));
                }
            }
        }

        return isotonic < beta ? CalibrationCurveKind.Isotonic : CalibrationCurveKind.Beta;
    }

    private static double Loss(double probability, byte label)
    {
        const double Clip = 1e-6;
        double p = Math.Clamp(probability, Clip, 1 - Clip);
        return label == 1 ? -Math.Log(p) : -double.LogP1(-p);
    }

    // Ends at exactly 0 or 1 are moved in by half a row, but not past their neighbour: that no row of m had the label does not make it impossible.
    private static IsotonicCalibration Isotonic(double[] scores, double[] totals, double[] shares)
    {
        IsotonicPool pool = new();
        for (int cell = 0; cell < scores.Length; cell++)
        {
            if (totals[cell] > 0)
            {
                pool.Add(scores[cell], totals[cell] * shares[cell], totals[cell]);
            }
        }

        double[] values = new double[pool.Blocks.Count];
        for (int i = 0; i < values.Length; i++)
        {
            double half = 0.5 / (pool.Blocks[i].Total + 1);
            values[i] = pool.Blocks[i].Share switch
            {
                0 => Math.Min(half, i + 1 < values.Length ? pool.Blocks[i + 1].Share : 1),
                1 => Math.Max(1 - half, i > 0 ? values[i - 1] : 0),
                double share => share,
            };
        }

        return pool.Curve(values);
    }
}
