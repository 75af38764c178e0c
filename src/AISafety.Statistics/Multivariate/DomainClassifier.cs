namespace AISafety.Statistics;

/// <summary>Tests whether two tables are of one distribution by teaching a classifier to tell their rows apart: if they are, it cannot.</summary>
/// <remarks>A logistic regression on the values and their squares, with a ridge, is taught on every second row of both, and the other rows are ranked by it; the statistic is the area under its ROC curve, the p-value
/// that of the Mann-Whitney test of those, exact or asymptotic as there, and valid since they taught it nothing. Values are measured in standard deviations of both tables' taught rows, to +-5 at most, infinities as the farthest; NaN is taken for the mean. The p-value is one-sided: an area of 1/2 or less has one of 1/2
/// or more. Source: D. Lopez-Paz and M. Oquab, Revisiting classifier two-sample tests, ICLR 2017.</remarks>
public static class DomainClassifier
{
    private const double Bound = 5;
    private const double Ridge = 1;

    /// <summary>Compares two tables.</summary>
    /// <param name="reference">One table, row by row; at least 10 rows.</param>
    /// <param name="current">The other; at least 10 rows.</param>
    /// <param name="columns">How many values a row has; at least 1.</param>
    /// <returns>The area under the ROC curve, 0 to 1, and its one-sided p-value.</returns>
    /// <exception cref="ArgumentException">A length is no multiple of the columns, or a table has too few rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static (double Area, double PValue) Compare(ReadOnlySpan<float> reference, ReadOnlySpan<float> current, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Require(reference, columns, nameof(reference));
        Require(current, columns, nameof(current));
        (double[] mean, double[] inverse) = Scale(reference, current, columns);
        int width = (2 * columns) + 1;
        double[] taught = [.. Features(reference, columns, 0, mean, inverse), .. Features(current, columns, 0, mean, inverse)];
        byte[] targets = new byte[taught.Length / width];
        targets.AsSpan((reference.Length / columns + 1) / 2).Fill(1);
        double[] weights = RidgeLogistic.Fit(taught, targets, Ridge);
        double[] x = Rank(Features(reference, columns, 1, mean, inverse), weights);
        double[] y = Rank(Features(current, columns, 1, mean, inverse), weights);
        byte[] labels = new byte[x.Length + y.Length];
        labels.AsSpan(x.Length).Fill(1);
        double area = RocAuc.Compute<double>([.. x, .. y], labels).Area;
        double twoSided = MannWhitney.Compute<double>(x, y).PValue;
        return (area, area > 0.5 ? twoSided / 2 : 1 - (twoSided / 2));
    }

    private static void Require(ReadOnlySpan<float> rows, int columns, string name)
    {
        if (rows.Length % columns != 0 || rows.Length / columns < 10)
        {
            throw new ArgumentException($"There are {rows.Length} values; expected at least 10 rows of {columns}.", name);
        }
    }

    private static (double[] Mean, double[] Inverse) Scale(ReadOnlySpan<float> reference, ReadOnlySpan<float> current, int columns)
    {
        double[] mean = new double[columns];
        double[] inverse = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            Moments moments = Moments.Of(Taught(reference, columns, j)).Merge(Moments.Of(Taught(current, columns, j)));
            mean[j] = moments.Count > 0 ? moments.Mean : 0;
            inverse[j] = moments.StandardDeviation > 0 ? 1 / moments.StandardDeviation : 0;
        }

        return (mean, inverse);
    }

    private static double[] Taught(ReadOnlySpan<float> rows, int columns, int column)
    {
        List<double> values = [];
        for (int i = column; i < rows.Length; i += 2 * columns)
        {
            if (float.IsFinite(rows[i]))
            {
                values.Add(rows[i]);
            }
        }

        return [.. values];
    }

    // Every second row, from the first or the second on: values, squares, and a constant.
    private static double[] Features(ReadOnlySpan<float> rows, int columns, int first, double[] mean, double[] inverse)
    {
        int width = (2 * columns) + 1;
        int count = (rows.Length / columns - first + 1) / 2;
        double[] features = new double[count * width];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(((2 * i) + first) * columns, columns);
            Span<double> own = features.AsSpan(i * width, width);
            for (int j = 0; j < columns; j++)
            {
                double score = (row[j] - mean[j]) * inverse[j];
                own[j] = double.IsNaN(score) ? 0 : Math.Clamp(score, -Bound, Bound);
                own[columns + j] = own[j] * own[j];
            }

            own[^1] = 1;
        }

        return features;
    }

    private static double[] Rank(double[] features, double[] weights)
    {
        double[] scores = new double[features.Length / weights.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(features.AsSpan(i * weights.Length, weights.Length), weights);
        }

        return scores;
    }
}
