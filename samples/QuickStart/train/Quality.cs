namespace QuickStart.Train;

/// <summary>How good predictions are.</summary>
/// <param name="Accuracy">The share of rows whose more probable class is the true one.</param>
/// <param name="Auc">The probability that a row of class 1 is given a higher P(class 1) than a row of class 0; a tie counts half.</param>
/// <param name="LogLoss">The mean of -ln P(true class).</param>
internal sealed record Quality(double Accuracy, double Auc, double LogLoss)
{
    /// <summary>Judges predictions.</summary>
    /// <param name="predicted">P(class 1) of each row.</param>
    /// <param name="classes">The class of each row, 0 or 1.</param>
    public static Quality Of(double[] predicted, int[] classes)
    {
        double[] ofClass0 = [.. predicted.Where((_, i) => classes[i] == 0)];
        double[] ofClass1 = [.. predicted.Where((_, i) => classes[i] == 1)];
        double wins = ofClass1.Sum(high => ofClass0.Sum(low => high > low ? 1 : high == low ? 0.5 : 0));
        return new(
            predicted.Where((p, i) => p > 0.5 == (classes[i] == 1)).Count() / (double)predicted.Length,
            wins / ((double)ofClass0.Length * ofClass1.Length),
            predicted.Select((p, i) => -Math.Log(classes[i] == 1 ? p : 1 - p)).Average());
    }
}
