namespace AISafety.Statistics;

/// <summary>How the predictions of a binary classifier met the labels, and the rates that follow.</summary>
/// <remarks>
/// <para>Write TP, FP, TN, FN for the four counts and n for their sum. A rate whose denominator is zero is NaN: it is not known, which is
/// not the same as zero. The exceptions, <see cref="FBeta"/> and <see cref="Matthews"/>, say so. All zeros is the empty table.</para>
/// </remarks>
/// <param name="TruePositives">Label 1, predicted 1.</param>
/// <param name="FalsePositives">Label 0, predicted 1.</param>
/// <param name="TrueNegatives">Label 0, predicted 0.</param>
/// <param name="FalseNegatives">Label 1, predicted 0.</param>
public readonly record struct ConfusionCounts(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>n, the number of rows.</summary>
    public long Count => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>The rows with label 1: TP + FN.</summary>
    public long Positives => TruePositives + FalseNegatives;

    /// <summary>The rows with label 0: TN + FP.</summary>
    public long Negatives => TrueNegatives + FalsePositives;

    /// <summary>The rows predicted 1: TP + FP.</summary>
    public long Selected => TruePositives + FalsePositives;

    /// <summary>The share of label 1: (TP + FN) / n.</summary>
    public double BaseRate => Ratio(Positives, Count);

    /// <summary>The share predicted 1: (TP + FP) / n.</summary>
    public double SelectionRate => Ratio(Selected, Count);

    /// <summary>(TP + TN) / n.</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, Count);

    /// <summary>TP / (TP + FP), the positive predictive value.</summary>
    public double Precision => Ratio(TruePositives, Selected);

    /// <summary>TP / (TP + FN): recall, sensitivity, the true positive rate.</summary>
    public double Recall => Ratio(TruePositives, Positives);

    /// <summary>TN / (TN + FP): specificity, the true negative rate.</summary>
    public double Specificity => Ratio(TrueNegatives, Negatives);

    /// <summary>FP / (TN + FP).</summary>
    public double FalsePositiveRate => Ratio(FalsePositives, Negatives);

    /// <summary>FN / (TP + FN).</summary>
    public double FalseNegativeRate => Ratio(FalseNegatives, Positives);

    /// <summary>TN / (TN + FN).</summary>
    public double NegativePredictiveValue => Ratio(TrueNegatives, TrueNegatives + FalseNegatives);

    /// <summary>The average of recall and specificity.</summary>
    public double BalancedAccuracy => 0.5 * (Recall + Specificity);

    /// <summary><see cref="FBeta"/> with beta = 1: 2 TP / (2 TP + FP + FN).</summary>
    public double F1 => FBeta(1);

    /// <summary>Matthews' correlation: (TP TN - FP FN) / sqrt((TP + FP)(TP + FN)(TN + FP)(TN + FN)), from -1 to 1.</summary>
    /// <remarks>0, its limit, if only one label or only one prediction occurs; NaN for the empty table. Source: Matthews, Biochimica et
    /// Biophysica Acta 405, 1975; the limit: Chicco and Jurman, BMC Genomics 21, 2020.</remarks>
    public double Matthews
    {
        get
        {
            double selected = Selected;
            double notSelected = Count - Selected;
            double spread = Math.Sqrt(selected * notSelected) * Math.Sqrt((double)Positives * Negatives);
            return spread > 0 ? Association / spread : Count == 0 ? double.NaN : 0;
        }
    }

    /// <summary>Cohen's kappa: (accuracy - chance) / (1 - chance), where chance is the agreement that the margins alone would give.</summary>
    /// <remarks>2 (TP TN - FP FN) / ((TP + FP)(TN + FP) + (TP + FN)(TN + FN)). NaN if labels and predictions are all one and the same
    /// value. Source: Cohen, Educational and Psychological Measurement 20, 1960.</remarks>
    public double Kappa
    {
        get
        {
            double disagreementByChance = (double)Selected * Negatives + (double)Positives * (Count - Selected);
            return 2 * Association / disagreementByChance;
        }
    }

    // TP TN - FP FN, the products exact before they are subtracted.
    private double Association => (double)((Int128)TruePositives * TrueNegatives - (Int128)FalsePositives * FalseNegatives);

    /// <summary>The weighted harmonic mean of precision and recall: (1 + b^2) TP / ((1 + b^2) TP + b^2 FN + FP).</summary>
    /// <param name="beta">b, how many times recall weighs as much as precision; more than 0 and finite.</param>
    /// <returns>0 if there is no true positive but something was missed or selected wrongly; NaN if there is neither label nor prediction 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not such a number.</exception>
    public double FBeta(double beta)
    {
        if (!(beta > 0 && double.IsFinite(beta)))
        {
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Expected a finite number of more than 0.");
        }

        double square = beta * beta;
        double hits = (1 + square) * TruePositives;
        return hits / (hits + square * FalseNegatives + FalsePositives);
    }

    /// <summary>The table of two sets of rows together.</summary>
    public static ConfusionCounts operator +(ConfusionCounts a, ConfusionCounts b) =>
        new(a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.TrueNegatives + b.TrueNegatives, a.FalseNegatives + b.FalseNegatives);

    private static double Ratio(long part, long whole) => (double)part / whole;
}
