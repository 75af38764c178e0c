using AISafety.Statistics;

namespace AISafety.Evaluation.Selective;

/// <summary>What prediction sets did on rows that they were not calibrated on, over random halves of the same rows.</summary>
/// <param name="Coverage">The mean share of rows whose class is in their set.</param>
/// <param name="CoverageError">Its standard error over the splits.</param>
/// <param name="WorstClass">The least coverage of a class, over all splits together.</param>
/// <param name="Size">The mean number of classes in a set.</param>
/// <param name="Singletons">The share of sets of one class.</param>
internal sealed record SetTrial(double Coverage, double CoverageError, double WorstClass, double Size, double Singletons)
{
    /// <summary>Runs the splits.</summary>
    public static SetTrial Run(ClassifiedRows rows, PredictionSetKind kind, bool byClass, double alpha, int splits, int seed)
    {
        int[] order = [.. Enumerable.Range(0, rows.Labels.Length)];
        Random random = new(seed);
        double[] coverage = new double[splits];
        double[] covered = new double[rows.ClassCount];
        double[] seen = new double[rows.ClassCount];
        double size = 0;
        double singletons = 0;
        int[] members = new int[rows.ClassCount];
        for (int split = 0; split < splits; split++)
        {
            random.Shuffle(order);
            int half = order.Length / 2;
            double[] probabilities = [.. order[..half].SelectMany(row => rows.Probabilities[row])];
            int[] labels = [.. order[..half].Select(row => rows.Labels[row])];
            PredictionSets sets = byClass
                ? PredictionSets.FitByClass(kind, probabilities, labels, rows.ClassCount, alpha, seed: null)
                : PredictionSets.Fit(kind, probabilities, labels, rows.ClassCount, alpha, seed: null);
            foreach (int row in order[half..])
            {
                int count = sets.Apply(rows.Probabilities[row], 0, members);
                bool isIn = members.AsSpan(0, count).Contains(rows.Labels[row]);
                seen[rows.Labels[row]]++;
                covered[rows.Labels[row]] += isIn ? 1 : 0;
                coverage[split] += isIn ? 1.0 / (order.Length - half) : 0;
                size += count;
                singletons += count == 1 ? 1 : 0;
            }
        }

        double mean = coverage.Average();
        double error = Math.Sqrt(coverage.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, splits - 1) / splits);
        double worst = Enumerable.Range(0, rows.ClassCount).Where(label => seen[label] > 0).Min(label => covered[label] / seen[label]);
        return new(mean, error, worst, size / seen.Sum(), singletons / seen.Sum());
    }
}
