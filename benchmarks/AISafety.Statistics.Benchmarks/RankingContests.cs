namespace AISafety.Statistics.Benchmarks;

/// <summary>What is computed from scores and labels, each beside the plainest loop that gives the same.</summary>
internal static class RankingContests
{
    private const int Million = 1_000_000;

    public static IEnumerable<Contest> All()
    {
        Random random = new(7);
        double[] scores = [.. Enumerable.Range(0, Million).Select(_ => random.NextDouble())];
        double[] rounded = [.. scores.Select(score => Math.Round(score, 3))];
        float[] floats = Data.Floats(scores);
        byte[] labels = [.. Enumerable.Range(0, Million).Select(_ => (byte)random.Next(2))];
        Func<double> ranking = () => AreaByPairs(scores, labels);
        yield return new("AUC with DeLong, 1e6 double", Million, () => RocAuc.Compute<double>(scores, labels).Variance, "Array.Sort of pairs", ranking, 20);
        yield return new("AUC with DeLong, 1e6 float", Million, () => RocAuc.Compute<float>(floats, labels).Variance, "Array.Sort of pairs", ranking, 20);
        yield return new("AUC with DeLong, three decimals, 1e6 double", Million, () => RocAuc.Compute<double>(rounded, labels).Variance, "Array.Sort of pairs", ranking, 20);
        yield return new("average precision, 1e6 double", Million, () => AveragePrecision.Of<double>(scores, labels), "Array.Sort of pairs", ranking, double.NaN);
        yield return new("threshold curve, 1e6 double", Million, () => ThresholdCurve.From<double>(scores, labels).Points.Length, "Array.Sort of pairs", ranking, double.NaN);

        Func<double> bins = () => CalibrationByLoop(scores, labels);
        yield return new("calibration error, 1e6 double", Million, () => CalibrationError.EqualWidth<double>(scores, labels).Expected, "a loop", bins, 3);
        yield return new("calibration error, 1e6 float", Million, () => CalibrationError.EqualWidth<float>(floats, labels).Expected, "a loop", bins, 3);

        Func<double> logarithms = () => LogLossByLoop(scores, labels);
        yield return new("log loss, 1e6 double", Million, () => LogLoss.Of(scores, labels), "Math.Log", logarithms, 4);
        yield return new("log loss, 1e6 float", Million, () => LogLoss.Of(floats, labels), "Math.Log", logarithms, 4);
    }

    private static double AreaByPairs(double[] scores, byte[] labels)
    {
        double[] keys = [.. scores];
        byte[] sorted = [.. labels];
        Array.Sort(keys, sorted);
        long below = 0;
        long negatives = 0;
        foreach (byte label in sorted)
        {
            below += label * negatives;
            negatives += 1 - label;
        }

        return below / ((double)negatives * (labels.Length - negatives));
    }

    private static double CalibrationByLoop(double[] scores, byte[] labels)
    {
        double[] gaps = new double[10];
        for (int i = 0; i < scores.Length; i++)
        {
            gaps[Math.Min((int)(scores[i] * 10), 9)] += labels[i] - scores[i];
        }

        return gaps.Sum(Math.Abs) / scores.Length;
    }

    private static double LogLossByLoop(double[] scores, byte[] labels)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            sum -= Math.Log(Math.Max(labels[i] == 1 ? scores[i] : 1 - scores[i], 2.220446049250313e-16));
        }

        return sum / scores.Length;
    }
}
