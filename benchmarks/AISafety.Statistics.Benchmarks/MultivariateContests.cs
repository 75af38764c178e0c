using System.Numerics.Tensors;

namespace AISafety.Statistics.Benchmarks;

/// <summary>Tests of two samples of rows, beside plain loops and beside the same with TensorPrimitives: 1,000 rows of 100 values against as many.</summary>
internal static class MultivariateContests
{
    private const int Rows = 1_000;
    private const int Dimension = 100;
    private const int Permutations = 100;
    private const int Pairs = Rows * (2 * Rows - 1);
    private const int Frequencies = 500;
    private const double Bandwidth = 14;

    public static IEnumerable<Contest> All()
    {
        double[] x = Data.Normal(Rows * Dimension, 11);
        double[] y = Data.Normal(Rows * Dimension, 12, 0.05);
        double[] pooled = [.. x, .. y];
        return MeanDiscrepancy(x, y, pooled, Labels()).Concat(Others(x, y, pooled)).Concat(Streams(x, y));
    }

    // Nanoseconds a pair of rows: 18 ms are 9.
    private static IEnumerable<Contest> MeanDiscrepancy(double[] x, double[] y, double[] pooled, double[][] labels)
    {
        Func<double> withTensors = () => Discrepancies(pooled, labels, TensorKernel, (signs, row) => TensorPrimitives.Dot(signs.AsSpan(0, row.Length), row));
        PreparedMeanDiscrepancy prepared = PreparedMeanDiscrepancy.Fit<double>(x, Dimension, Bandwidth, Permutations, Rows, 1);
        PreparedMeanDiscrepancy withoutPermutations = PreparedMeanDiscrepancy.Fit<double>(x, Dimension, Bandwidth);
        yield return new("MMD, 100 permutations", Pairs, () => MaximumMeanDiscrepancy.Compute<double>(x, y, Dimension, Bandwidth, Permutations, 1).PValue, "TensorPrimitives", withTensors, 9);
        yield return new("MMD, 100 permutations, its own bandwidth", Pairs, () => MaximumMeanDiscrepancy.Compute<double>(x, y, Dimension, null, Permutations, 1).PValue,
            "TensorPrimitives, a bandwidth given", withTensors, 9);
        yield return new("MMD, 100 permutations, again", Pairs, () => MaximumMeanDiscrepancy.Compute<double>(x, y, Dimension, Bandwidth, Permutations, 1).PValue,
            "loops", () => Discrepancies(pooled, labels, LoopKernel, LoopDot), 9);
        yield return new("MMD, 100 permutations, prepared", Pairs, () => MaximumMeanDiscrepancy.Compute<double>(prepared, y).PValue,
            "unprepared", () => MaximumMeanDiscrepancy.Compute<double>(x, y, Dimension, Bandwidth, Permutations, 1).PValue, 9);
        yield return new("MMD, no permutations", Pairs, () => MaximumMeanDiscrepancy.Compute<double>(x, y, Dimension, Bandwidth).Statistic,
            "TensorPrimitives", () => Discrepancies(pooled, labels[..1], TensorKernel, (signs, row) => TensorPrimitives.Dot(signs.AsSpan(0, row.Length), row)), double.NaN);
        double[] window = y[..(100 * Dimension)];
        yield return new("MMD of 100 rows, no permutations, prepared", Pairs, () => MaximumMeanDiscrepancy.Compute<double>(withoutPermutations, window).Statistic,
            "unprepared", () => MaximumMeanDiscrepancy.Compute<double>(x, window, Dimension, Bandwidth).Statistic, double.NaN);
        yield return new("median heuristic", Pairs, () => MedianHeuristic.Of<double>(x, y, Dimension), "TensorPrimitives and Array.Sort", () => MedianBySorting(pooled), double.NaN);
    }

    private static IEnumerable<Contest> Others(double[] x, double[] y, double[] pooled)
    {
        PreparedDensityDifference prepared = PreparedDensityDifference.Fit<double>(x, Bandwidth, Dimension, permutations: Permutations, currentCount: Rows, seed: 1);
        double[] frequencies = Data.Normal(Frequencies * Dimension, 13);
        FourierFeatures features = FourierFeatures.Fit<double>(x, Bandwidth, Frequencies, 1, Dimension);
        yield return new("LSDD, 100 permutations, prepared", Pairs, () => DensityDifference.Compute<double>(prepared, y).PValue,
            "unprepared", () => DensityDifference.Compute<double>(x, y, Bandwidth, Dimension, permutations: Permutations, seed: 1).PValue, double.NaN);
        yield return new("Fourier features, 500 of 1,000 rows", Rows * Frequencies, () => features.SquaredDiscrepancy<double>(y),
            "TensorPrimitives.Dot and Math.SinCos", () => MeanFeatures(y, frequencies), double.NaN);
        yield return new("covariance, 2,000 x 100", 2 * Rows * Dimension, () => CovarianceEstimate.Sample<double>(pooled, Dimension).Matrix[1],
            "TensorPrimitives.MultiplyAdd, its products only", () => Covariance(pooled), double.NaN);
    }

    private static IEnumerable<Contest> Streams(double[] x, double[] y)
    {
        FourierFeatures features = FourierFeatures.Fit<double>(x, Bandwidth, Frequencies, 1, Dimension);
        StreamingDiscrepancy stream = new(features, Rows);
        Func<double> window = () =>
        {
            for (int row = 0; row < Rows; row++)
            {
                stream.Update<double>(y.AsSpan(row * Dimension, Dimension));
            }

            return stream.Statistic;
        };

        // The window's memory is touched before it is timed.
        window();
        yield return new("streaming MMD, an update of 500 features", Rows, window, "a row in the batch", () => features.SquaredDiscrepancy<double>(y), double.NaN);
    }

    // The samples' own signs, then permuted ones.
    private static double[][] Labels()
    {
        Random random = new(14);
        double[] signs = [.. Enumerable.Range(0, 2 * Rows).Select(row => row < Rows ? 1.0 : -1.0)];
        double[][] labels = new double[Permutations + 1][];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = [.. signs];
            random.Shuffle(signs);
        }

        return labels;
    }

    // Of samples of equal size the biased discrepancy is s' K s: how many labellings have a greater one.
    private static double Discrepancies(double[] pooled, double[][] labels, Action<double[], int, double[]> kernel, Func<double[], ReadOnlySpan<double>, double> dot)
    {
        double[] row = new double[2 * Rows];
        double[] sums = new double[labels.Length];
        for (int i = 1; i < 2 * Rows; i++)
        {
            kernel(pooled, i, row);
            for (int label = 0; label < labels.Length; label++)
            {
                sums[label] += labels[label][i] * dot(labels[label], row.AsSpan(0, i));
            }
        }

        return sums.Count(sum => sum >= sums[0]);
    }

    private static void TensorKernel(double[] pooled, int i, double[] row)
    {
        for (int j = 0; j < i; j++)
        {
            double distance = TensorPrimitives.Distance(pooled.AsSpan(i * Dimension, Dimension), pooled.AsSpan(j * Dimension, Dimension));
            row[j] = distance * distance / (-2 * Bandwidth * Bandwidth);
        }

        TensorPrimitives.Exp<double>(row.AsSpan(0, i), row);
    }

    private static void LoopKernel(double[] pooled, int i, double[] row)
    {
        for (int j = 0; j < i; j++)
        {
            double squared = 0;
            for (int k = 0; k < Dimension; k++)
            {
                double difference = pooled[i * Dimension + k] - pooled[j * Dimension + k];
                squared += difference * difference;
            }

            row[j] = Math.Exp(squared / (-2 * Bandwidth * Bandwidth));
        }
    }

    private static double LoopDot(double[] signs, ReadOnlySpan<double> row)
    {
        double sum = 0;
        for (int j = 0; j < row.Length; j++)
        {
            sum += signs[j] * row[j];
        }

        return sum;
    }

    private static double MedianBySorting(double[] pooled)
    {
        double[] distances = new double[Pairs];
        int next = 0;
        for (int i = 0; i < 2 * Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                distances[next++] = TensorPrimitives.Distance(pooled.AsSpan(i * Dimension, Dimension), pooled.AsSpan(j * Dimension, Dimension));
            }
        }

        Array.Sort(distances);
        return (distances[(Pairs - 1) / 2] + distances[Pairs / 2]) / 2;
    }

    private static double MeanFeatures(double[] rows, double[] frequencies)
    {
        double sum = 0;
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Frequencies; k++)
            {
                (double sine, double cosine) = Math.SinCos(TensorPrimitives.Dot(rows.AsSpan(i * Dimension, Dimension), frequencies.AsSpan(k * Dimension, Dimension)) / Bandwidth);
                sum += sine + cosine;
            }
        }

        return sum;
    }

    private static double Covariance(double[] rows)
    {
        double[] products = new double[Dimension * Dimension];
        for (int start = 0; start < rows.Length; start += Dimension)
        {
            for (int i = 0; i < Dimension; i++)
            {
                Span<double> upper = products.AsSpan(i * Dimension + i, Dimension - i);
                TensorPrimitives.MultiplyAdd(rows.AsSpan(start + i, Dimension - i), rows[start + i], upper, upper);
            }
        }

        return products[1];
    }
}
