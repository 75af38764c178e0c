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
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([], [1, 2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, double.NaN], [1, 2]), Throws.ArgumentException);
        Assert.That(() => MaximumMeanDiscrepancy.Compute<float>([1, 2], [1, float.PositiveInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("dimension"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 1, 1], [1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 1, 1, 100_001), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>([1, 2], [1, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double MedianDistance(double[] rows, int dimension)
    {
        int count = rows.Length / dimension;
        double[] distances =
        [
            .. from i in Enumerable.Range(0, count)
               from j in Enumerable.Range(0, i)
               select Math.Sqrt(Enumerable.Range(0, dimension).Sum(k => Math.Pow(rows[i * dimension + k] - rows[j * dimension + k], 2))),
        ];
        Array.Sort(distances);
        return (distances[(distances.Length - 1) / 2] + distances[distances.Length / 2]) / 2;
    }

    [Test]
    public void Compute_far_from_zero_or_from_each_other_keeps_its_digits()
    {
        // Sums of powers of two: shifting changes no difference by a bit.
        Random random = new(12);
        double[] x = [.. Enumerable.Range(0, 400).Select(_ => random.Next(-1024, 1024) / 1024.0)];
        double[] y = [.. Enumerable.Range(0, 300).Select(_ => random.Next(-900, 1024) / 1024.0)];
        MeanDiscrepancyResult near = MaximumMeanDiscrepancy.Compute<double>(x, y, 10, 2);
        MeanDiscrepancyResult far = MaximumMeanDiscrepancy.Compute<double>([.. x.Select(value => value + 1e9)], [.. y.Select(value => value + 1e9)], 10, 2);
        Assert.That(far.Statistic, Is.EqualTo(near.Statistic).Within(1e-14));

        // Two tight groups in each sample, a million apart: neither mean is near either group.
        double[] split = [.. x.Select((value, i) => value + (i / 10 % 2 == 0 ? 1e6 : -1e6))];
        double[] other = [.. y.Select((value, i) => value + (i / 10 % 2 == 0 ? 1e6 : -1e6))];
        double within = 0;
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < i; j++)
            {
                within += Enumerable.Range(0, 10).Sum(k => Math.Pow(split[i * 10 + k] - split[j * 10 + k], 2)) is double squared ? Math.Exp(-squared / 8) : 0;
            }
        }

        MeanDiscrepancyResult itself = MaximumMeanDiscrepancy.Compute<double>(split, split, 10, 2);
        double mean = 2 * within / (40 * 39);
        Assert.That(itself.Statistic, Is.EqualTo(2 * mean - 2 * (2 * within + 40) / (40 * 40)).Within(1e-14));
        Assert.That(MaximumMeanDiscrepancy.Compute<double>(split, other, 10).Bandwidth, Is.EqualTo(MedianDistance([.. split, .. other], 10)).Within(1e-11).Percent);
    }

    [TestCase(1e-200)]
    [TestCase(1e-3)]
    [TestCase(1e200)]
    public void Compute_extreme_bandwidth_gives_the_limit(double bandwidth)
    {
        // A row equals itself and no other, or all.
        MeanDiscrepancyResult result = MaximumMeanDiscrepancy.Compute<double>([1, 2, 3, 3], [3, 5, 6, 7, 8], 1, bandwidth, 9);

        Assert.That(result.Statistic, Is.EqualTo(bandwidth > 1 ? 0 : 2 / 12.0 - 2 * 2 / 20.0).Within(1e-15));
        Assert.That(result.PValue, Is.InRange(0.1, 1));
    }

    [Test]
    public void Compute_equal_deals_count_as_large()
    {
        // Of four rows a, a, b, b only the deal aa | bb has the greatest statistic: 2 of 6 deals, whatever the order of summing. With tiny kernel values too.
        foreach (double scale in (double[])[1, 6])
        {
            MeanDiscrepancyResult result = MaximumMeanDiscrepancy.Compute<double>([0, 0, 0], [scale, scale, scale], 1, 1, 20_000, 3);
            Assert.That(result.PValue, Is.EqualTo(0.1).Within(0.011), "Five standard errors.");
        }

        Assert.That(MaximumMeanDiscrepancy.Compute<double>([.. Enumerable.Repeat(0.1, 50)], [.. Enumerable.Repeat(0.1, 70)], 1, 0.3, 99).PValue, Is.EqualTo(1));

        // All kernel values across and within are far below 1e-12: there is still an order among deals.
        double[] x = [.. Enumerable.Range(0, 12).Select(i => i * 8.0)];
        double[] y = [.. Enumerable.Range(0, 12).Select(i => 1_000 + i * 12.0)];
        Assert.That(MaximumMeanDiscrepancy.Compute<double>(x, y, 1, 1, 199).PValue, Is.LessThan(1));
    }

    [Test]
    public void Compute_floats_equals_the_same_doubles()
    {
        Random random = new(13);
        float[] x = [.. Enumerable.Range(0, 300).Select(_ => (float)Samples.Normal(random))];
        float[] y = [.. Enumerable.Range(0, 360).Select(_ => (float)Samples.Normal(random))];

        Assert.That(
            MaximumMeanDiscrepancy.Compute<float>(x, y, 12, null, 20),
            Is.EqualTo(MaximumMeanDiscrepancy.Compute<double>([.. x.Select(value => (double)value)], [.. y.Select(value => (double)value)], 12, null, 20)));
    }

    [Test]
    public void Compute_warm_allocates_next_to_nothing()
    {
        double[] rows = PeerSamples.Of(8_000, 1, 1_000);
        double[] others = PeerSamples.Of(6_000, 2, 1_000);
        double sum = 0;
        for (int i = 0; i < 3; i++)
        {
            sum += MaximumMeanDiscrepancy.Compute<double>(rows, others, 20, null, 100).PValue;
        }

        // The scratch is hundreds of kilobytes. Pools may let go of one of their arrays now and then.
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            sum += MaximumMeanDiscrepancy.Compute<double>(rows, others, 20, null, 100).PValue;
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.That(least, Is.LessThan(1_000), $"{sum}");
    }
}
