namespace AISafety.Statistics.Tests.Multivariate;

public sealed class MedianHeuristicTests
{
    [Test]
    public void Of_small_example_is_the_median_distance()
    {
        // Distances 1, 3, 2, and 4, 3, 1.
        Assert.That(MedianHeuristic.Of<double>([0, 1], [3, 4]), Is.EqualTo(2.5));
        Assert.That(MedianHeuristic.Of<double>([0, 1, 3, 4]), Is.EqualTo(2.5));
        Assert.That(MedianHeuristic.Of<double>([0, 0, 3, 4], 2), Is.EqualTo(5));
        Assert.That(MedianHeuristic.Of<double>([1, 2], 2), Is.NaN);
        Assert.That(MedianHeuristic.Of<double>([1, 1, 1], [1, 5]), Is.Zero);
    }

    [TestCase("normal")]
    [TestCase("ties")]
    [TestCase("heavy")]
    [TestCase("offset")]
    public void Of_any_rows_is_the_median_of_all_distances(string kind)
    {
        foreach (int dimension in (int[])[1, 2, 8, 9, 30])
        {
            foreach (int count in (int[])[2, 3, 11, 12, 13, 50, 330])
            {
                double[] rows = KernelInputs.Draw(kind, count * dimension, count + dimension);
                double expected = OfAll(rows, dimension, count);
                Assert.That(MedianHeuristic.Of<double>(rows, dimension), Is.EqualTo(expected).Within(1e-11).Percent);
                Assert.That(MedianHeuristic.Of<double>(rows.AsSpan(0, dimension), rows.AsSpan(dimension), dimension), Is.EqualTo(expected).Within(1e-11).Percent);
            }
        }
    }

    [Test]
    public void Of_more_than_3000_rows_takes_3000_evenly_spaced()
    {
        Random random = new(1);
        double[] x = [.. Enumerable.Range(0, 2_500).Select(_ => Samples.Normal(random))];
        double[] y = [.. Enumerable.Range(0, 1_700).Select(_ => Samples.Normal(random) + 3)];
        double[] pooled = [.. x, .. y];
        double[] used = [.. Enumerable.Range(0, 3_000).Select(place => pooled[place * 4_200 / 3_000])];

        Assert.That(MedianHeuristic.Of<double>(x, y), Is.EqualTo(OfAll(used, 1, 3_000)).Within(1e-12).Percent);
        Assert.That(MaximumMeanDiscrepancy.Compute<double>(x, y).Bandwidth, Is.EqualTo(MedianHeuristic.Of<double>(x, y)));
        Assert.That(MedianHeuristic.Of<double>(pooled), Is.EqualTo(MedianHeuristic.Of<double>(x, y)).Within(1e-12).Percent);
    }

    [Test]
    public void Of_bad_input_is_refused()
    {
        Assert.That(() => MedianHeuristic.Of<double>([], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => MedianHeuristic.Of<double>([1], [double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => MedianHeuristic.Of<double>([1, 2, 3], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("sample"));
        Assert.That(() => MedianHeuristic.Of<double>([1, 2, 3], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double OfAll(double[] rows, int dimension, int count)
    {
        double[] distances = new double[count * (count - 1) / 2];
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double sum = 0;
                for (int k = 0; k < dimension; k++)
                {
                    double difference = rows[i * dimension + k] - rows[j * dimension + k];
                    sum += difference * difference;
                }

                distances[next++] = Math.Sqrt(sum);
            }
        }

        Array.Sort(distances);
        return (distances[(distances.Length - 1) / 2] + distances[distances.Length / 2]) / 2;
    }
}
