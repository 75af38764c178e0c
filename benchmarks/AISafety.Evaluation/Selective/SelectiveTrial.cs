using AISafety.Statistics;

namespace AISafety.Evaluation.Selective;

/// <summary>What a threshold did on rows that it was not calibrated on, over random halves of the same rows.</summary>
/// <param name="Coverage">The mean share of rows answered.</param>
/// <param name="WrongOfAll">The mean share of all rows that are answered and wrong.</param>
/// <param name="WrongOfAllError">Its standard error over the splits.</param>
/// <param name="WrongOfAnswered">The wrong among the answered, all splits together; NaN if none was answered.</param>
/// <param name="Exceeded">The share of splits in which more of the answered rows were wrong than the rate.</param>
internal sealed record SelectiveTrial(double Coverage, double WrongOfAll, double WrongOfAllError, double WrongOfAnswered, double Exceeded)
{
    /// <summary>Runs the splits.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="splits">How many random splits into halves.</param>
    /// <param name="seed">Of the splits.</param>
    /// <param name="rate">What <paramref name="choose"/> is to keep, for <see cref="Exceeded"/>.</param>
    /// <param name="choose">The threshold for a calibration half, and the number of the split.</param>
    public static SelectiveTrial Run(JudgedRows rows, int splits, int seed, double rate, Func<double[], bool[], int, double> choose)
    {
        int[] order = [.. Enumerable.Range(0, rows.Correct.Length)];
        Random random = new(seed);
        double[] wrongOfAll = new double[splits];
        double coverage = 0;
        double answeredInAll = 0;
        double wrongInAll = 0;
        int exceeded = 0;
        for (int split = 0; split < splits; split++)
        {
            random.Shuffle(order);
            int half = order.Length / 2;
            double threshold = choose([.. order[..half].Select(row => rows.Confidences[row])], [.. order[..half].Select(row => rows.Correct[row])], split);
            int[] answered = [.. order[half..].Where(row => rows.Confidences[row] >= threshold)];
            int wrong = answered.Count(row => !rows.Correct[row]);
            double tested = order.Length - half;
            coverage += answered.Length / tested / splits;
            wrongOfAll[split] = wrong / tested;
            answeredInAll += answered.Length;
            wrongInAll += wrong;
            exceeded += wrong > rate * answered.Length ? 1 : 0;
        }

        MomentsOf(wrongOfAll, out double mean, out double error);
        return new(coverage, mean, error, wrongInAll / answeredInAll, (double)exceeded / splits);
    }

    /// <summary>By the guarantee for all calls.</summary>
    public static SelectiveTrial AllCalls(JudgedRows rows, double rate, int splits, int seed) =>
        Run(rows, splits, seed, rate, (confidences, correct, _) => SelectiveThreshold.ForAllCalls(confidences, correct, rate));

    /// <summary>By the guarantee for answered calls.</summary>
    public static SelectiveTrial AnsweredCalls(JudgedRows rows, double rate, double delta, int splits, int seed) =>
        Run(rows, splits, seed, rate, (confidences, correct, split) => SelectiveThreshold.ForAnsweredCalls(confidences, correct, rate, delta, split));

    /// <summary>With a threshold that somebody has chosen.</summary>
    public static SelectiveTrial Fixed(JudgedRows rows, double threshold, double rate, int splits, int seed) =>
        Run(rows, splits, seed, rate, (_, _, _) => threshold);

    private static void MomentsOf(double[] values, out double mean, out double error)
    {
        double average = values.Average();
        mean = average;
        error = Math.Sqrt(values.Sum(value => (value - average) * (value - average)) / Math.Max(1, values.Length - 1) / values.Length);
    }
}
