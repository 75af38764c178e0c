namespace AISafety.Statistics.Tests.Multivariate;

public sealed class PreparedDiscrepancyTests
{
    private static double[] Draw(int seed, int count, double shift)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Samples.Normal(random) + shift)];
    }

    [TestCase(1)]
    [TestCase(12)]
    public void MeanDiscrepancy_prepared_equals_unprepared(int dimension)
    {
        foreach ((int m, int n) in new[] { (2, 2), (5, 30), (30, 5), (40, 40), (150, 131) })
        {
            double[] x = Draw(1, m * dimension, 0);
            double[] y = Draw(2, n * dimension, 0.2);
            foreach (int permutations in (int[])[0, 1, 60])
            {
                MeanDiscrepancyResult unprepared = MaximumMeanDiscrepancy.Compute<double>(x, y, dimension, 1.3, permutations, 4);
                PreparedMeanDiscrepancy prepared = PreparedMeanDiscrepancy.Fit<double>(x, dimension, 1.3, permutations, n, 4);
                MeanDiscrepancyResult result = MaximumMeanDiscrepancy.Compute<double>(prepared, y);

                Assert.That(result, Is.EqualTo(unprepared), $"{m}, {n}, {permutations}");
            }

            PreparedMeanDiscrepancy any = PreparedMeanDiscrepancy.Fit<double>(x, dimension, 1.3);
            Assert.That(MaximumMeanDiscrepancy.Compute<double>(any, y), Is.EqualTo(MaximumMeanDiscrepancy.Compute<double>(x, y, dimension, 1.3)));
        }
    }

    [Test]
    public void MeanDiscrepancy_prepared_takes_floats_any_number_of_rows_and_its_own_bandwidth()
    {
        float[] x = [.. Draw(1, 60, 0).Select(value => (float)value)];
        float[] y = [.. Draw(2, 22, 0).Select(value => (float)value)];
        PreparedMeanDiscrepancy prepared = PreparedMeanDiscrepancy.Fit<float>(x, 2);

        Assert.That(prepared.Bandwidth, Is.EqualTo(MedianHeuristic.Of<float>(x, 2)));
        Assert.That((prepared.Count, prepared.Dimension, prepared.Permutations, prepared.CurrentCount), Is.EqualTo((30, 2, 0, 0)));
        Assert.That(MaximumMeanDiscrepancy.Compute<float>(prepared, y), Is.EqualTo(MaximumMeanDiscrepancy.Compute<float>(x, y, 2, prepared.Bandwidth)));
        double[] eight = [.. y.Take(8).Select(value => (double)value)];
        Assert.That(MaximumMeanDiscrepancy.Compute<double>(prepared, eight), Is.EqualTo(MaximumMeanDiscrepancy.Compute<float>(x, y.AsSpan(0, 8), 2, prepared.Bandwidth)));
    }

    [Test]
    public void MeanDiscrepancy_prepared_bad_input_is_refused()
    {
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1]), Throws.ArgumentException.With.Message.Contains("at least 2"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2, 3], 2), Throws.ArgumentException.With.Message.Contains("rows of 2"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, double.NaN]), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("dimension"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], 1, 1, 100_001, 5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("permutations"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], 1, 1, 9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("currentCount"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], 1, 1, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("currentCount"));
        PreparedMeanDiscrepancy prepared = PreparedMeanDiscrepancy.Fit<double>([1, 2, 3], 1, 1, 9, 2);
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>(prepared, [1, 2, 3]), Throws.ArgumentException.With.Message.Contains("expected 2"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>(prepared, [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>(prepared, [1, double.PositiveInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>(null!, [1, 2]), Throws.ArgumentNullException);
    }

    [TestCase(1)]
    [TestCase(12)]
    public void DensityDifference_prepared_equals_unprepared(int dimension)
    {
        foreach ((int m, int n) in new[] { (1, 1), (2, 9), (30, 5), (60, 70), (150, 131) })
        {
            double[] x = Draw(1, m * dimension, 0);
            double[] y = Draw(2, n * dimension, 0.2);
            foreach (int permutations in (int[])[0, 1, 60])
            {
                DensityDifferenceResult unprepared = DensityDifference.Compute<double>(x, y, 1.3, dimension, 40, 0.01, permutations, 4);
                PreparedDensityDifference prepared = PreparedDensityDifference.Fit<double>(x, 1.3, dimension, 40, 0.01, permutations, n, 4);

                Assert.That(DensityDifference.Compute<double>(prepared, y), Is.EqualTo(unprepared), $"{m}, {n}, {permutations}");
            }

            PreparedDensityDifference any = PreparedDensityDifference.Fit<double>(x, 1.3, dimension);
            DensityDifferenceResult expected = DensityDifference.Compute<double>(x, y, 1.3, dimension);
            Assert.That(DensityDifference.Compute<double>(any, y).SquaredDistance, Is.EqualTo(expected.SquaredDistance).Within(1e-10).Percent);
            Assert.That((any.Count, any.Dimension, any.Bandwidth, any.Permutations, any.CurrentCount), Is.EqualTo((m, dimension, 1.3, 0, 0)));
        }
    }

    [Test]
    public void DensityDifference_prepared_bad_input_is_refused()
    {
        Assert.That(() => PreparedDensityDifference.Fit<double>([], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedDensityDifference.Fit<double>([1, 2, 3], 1, 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedDensityDifference.Fit<double>([1], double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => PreparedDensityDifference.Fit<double>([1], 1, permutations: 9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("currentCount"));
        Assert.That(() => PreparedDensityDifference.Fit<double>([1], 1, currentCount: -1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("currentCount"));
        PreparedDensityDifference prepared = PreparedDensityDifference.Fit<double>([1, 2, 3], 1, permutations: 9, currentCount: 2);
        Assert.That(() => DensityDifference.Compute<double>(prepared, [1, 2, 3]), Throws.ArgumentException.With.Message.Contains("expected 2"));
        Assert.That(() => DensityDifference.Compute<double>(prepared, [1, double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => DensityDifference.Compute<double>(null!, [1, 2]), Throws.ArgumentNullException);
    }
}
