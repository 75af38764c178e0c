namespace AISafety.Statistics.Tests;

public sealed class MaximumMeanDiscrepancyTests
{
    [Test]
    public void Compute_rows_equals_the_definition()
    {
        Random random = new(5);
        foreach (int d in (int[])[1, 3, 4, 11])
        {
            double[] x = [.. Enumerable.Range(0, 12 * d).Select(_ => Samples.Normal(random))];
            double[] y = [.. Enumerable.Range(0, 9 * d).Select(_ => Samples.Normal(random) + 0.5)];
            MeanDiscrepancyResult result = MaximumMeanDiscrepancy.Compute<double>(x, y, d);
            double sigma = result.Bandwidth;
            double K(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
            {
                double sum = 0;
                for (int i = 0; i < d; i++)
                {
                    sum += (a[i] - b[i]) * (a[i] - b[i]);
                }

                return Math.Exp(-sum / (2 * sigma * sigma));
            }

            double Mean(double[] a, double[] b, bool unbiased)
            {
                double sum = 0;
                int pairs = 0;
                for (int i = 0; i < a.Length / d; i++)
                {
                    for (int j = 0; j < b.Length / d; j++)
                    {
                        if (!(unbiased && a == b && i == j))
                        {
                            sum += K(a.AsSpan(i * d, d), b.AsSpan(j * d, d));
                            pairs++;
                        }
                    }
                }

                return sum / pairs;
            }

            Assert.That(result.Statistic, Is.EqualTo(Mean(x, x, true) + Mean(y, y, true) - 2 * Mean(x, y, true)).Within(1e-14));
            Assert.That(result.BiasedStatistic, Is.EqualTo(Mean(x, x, false) + Mean(y, y, false) - 2 * Mean(x, y, false)).Within(1e-14));
        }
    }

    [Test]
    public void Compute_shifted_sample_has_a_small_p_and_equal_ones_a_uniform_p()
    {
        Random random = new(9);
        double[] Draw(int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => Samples.Normal(random) + shift)];

        Assert.That(MaximumMeanDiscrepancy.Compute<double>(Draw(80, 0), Draw(60, 1.5), 1, null, 199, 1).PValue, Is.EqualTo(1 / 200.0));
        int below = 0;
        for (int round = 0; round < 400; round++)
        {
            below += MaximumMeanDiscrepancy.Compute<double>(Draw(20, 0), Draw(12, 0), 2, null, 39, round).PValue <= 0.1 ? 1 : 0;
        }

        // Four standard errors around 10 %: 0.06.
        Assert.That(below / 400.0, Is.EqualTo(0.1).Within(0.06));
    }

    [Test]
    public void Compute_bad_input_is_refused()
    {
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2, 3], [1, 2, 3, 4], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1], [1, 2]), Throws.ArgumentException);
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, double.NaN], [1, 2]), Throws.ArgumentException);
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 1, 1], [1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 1, 1, 100_001), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void MedianHeuristic_small_example_is_the_median_distance()
    {
        // Distances 1, 3, 2, and 4, 3, 1.
        Assert.That(MedianHeuristic.Of<double>([0, 1], [3, 4]), Is.EqualTo(2.5));
    }
}
