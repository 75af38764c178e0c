namespace AISafety.Statistics;

/// <summary>Fits calibration curves to cells, and chooses between the families.</summary>
internal static class CurveFit
{
    private const int Folds = 10;

    /// <summary>Fits a curve of a family.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="totals">The weight in each; some may be 0, not all.</param>
    /// <param name="shares">The share of label 1 in each.</param>
    /// <param name="kind">The family.</param>
    /// <param name="openEnds">Whether an isotonic curve's ends at exactly 0 or 1 are moved in by half a row, since that no row of m had the label does not make it impossible.</param>
    public static Func<double, double> Fit(ScoreCells cells, double[] totals, double[] shares, CalibrationCurveKind kind, bool openEnds) =>
        kind == CalibrationCurveKind.Beta
            ? BetaCalibration.FitLogs(cells.Logs, cells.Rests, shares, totals).Apply
            : Isotonic(cells.Scores, totals, shares, openEnds).Apply;

    /// <summary>The family with the lower log loss on rows that the curve was not fitted to, by ten folds; beta when there is no difference.</summary>
    public static CalibrationCurveKind Choose(ScoreCells cells, Random random)
    {
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
            Func<double, double> smooth = Fit(cells, totals, shares, CalibrationCurveKind.Beta, openEnds: true);
            Func<double, double> steps = Fit(cells, totals, shares, CalibrationCurveKind.Isotonic, openEnds: true);
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

    // Pools neighbours that decrease, as IsotonicCalibration does, with weights.
    private static IsotonicCalibration Isotonic(double[] scores, double[] totals, double[] shares, bool openEnds)
    {
        List<(double First, double Last, double Positives, double Total)> blocks = [];
        for (int cell = 0; cell < scores.Length; cell++)
        {
            if (totals[cell] == 0)
            {
                continue;
            }

            (double First, double Last, double Positives, double Total) block = (scores[cell], scores[cell], totals[cell] * shares[cell], totals[cell]);
            while (blocks.Count > 0 && blocks[^1].Positives * block.Total >= block.Positives * blocks[^1].Total)
            {
                block = (blocks[^1].First, block.Last, blocks[^1].Positives + block.Positives, blocks[^1].Total + block.Total);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        List<double> knots = [];
        List<double> values = [];
        foreach ((double first, double last, double positives, double total) in blocks)
        {
            double share = Math.Clamp(positives / total, 0, 1);
            double inset = 0.5 / (total + 1);
            double value = openEnds ? Math.Clamp(share, Math.Min(inset, 0.5), Math.Max(1 - inset, 0.5)) : share;
            value = values.Count > 0 ? Math.Max(value, values[^1]) : value;
            knots.Add(first);
            values.Add(value);
            if (last > first)
            {
                knots.Add(last);
                values.Add(value);
            }
        }

        return new(knots.ToArray(), values.ToArray());
    }
}
