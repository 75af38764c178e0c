namespace AISafety.Statistics.Tests;

public sealed class FastDiscrepancyTests
{
    private static double[] Draw(Random random, int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => Samples.Normal(random) + shift)];

    [Test]
    public void FourierFeatures_many_draws_approach_the_biased_discrepancy()
    {
        Random random = new(2);
        foreach (int dimension in (int[])[1, 3])
        {
            double[] x = Draw(random, 120 * dimension, 0);
            double[] y = Draw(random, 90 * dimension, 1);
            MeanDiscrepancyResult exact = MaximumMeanDiscrepancy.Compute<double>(x, y, dimension);
            FourierFeatures features = FourierFeatures.Fit<double>(x, exact.Bandwidth, 20_000, 6, dimension);

            Assert.That(features.SquaredDiscrepancy<double>(y), Is.EqualTo(exact.BiasedStatistic).Within(0.02));
            Assert.That(features.SquaredDiscrepancy<double>(x), Is.Zero.Within(1e-12));
            Assert.That(features.Count, Is.EqualTo(20_000));
        }
    }

    [TestCase(1, 1.0)]
    [TestCase(7, 1.0)]
    [TestCase(7, 1e-7)]
    [TestCase(7, 1e-12)]
    public void FourierFeatures_any_count_equals_the_definition(int dimension, double bandwidth)
    {
        Random random = new(8);
        foreach (int count in (int[])[1, 11, 12, 13, 24, 25, 60])
        {
            double[] x = Draw(random, 31 * dimension, 1_000);
            double[] y = Draw(random, 26 * dimension, 1_000.5);

            // The same draws, in the same order.
            Random draws = new(6);
            double[] frequencies =
            [
                .. Enumerable.Range(0, count * dimension).Select(_ => Math.Sqrt(-2 * Math.Log(1 - draws.NextDouble())) * Math.Cos(2 * Math.PI * draws.NextDouble()) / bandwidth),
            ];
            double expected = 0;
            for (int k = 0; k < count; k++)
            {
                (double cosine, double sine) = Mean(x, k);
                (double otherCosine, double otherSine) = Mean(y, k);
                expected += Math.Pow(cosine - otherCosine, 2) + Math.Pow(sine - otherSine, 2);
            }

            FourierFeatures features = FourierFeatures.Fit<double>(x, bandwidth, count, 6, dimension);

            // An angle of 1e7 has lost nine digits already, one of 1e12 all but four.
            Assert.That(features.SquaredDiscrepancy<double>(y), Is.EqualTo(expected / count).Within(1e-14 + 3e-14 / bandwidth));

            (double, double) Mean(double[] rows, int k)
            {
                (double Cosine, double Sine) sum = default;
                for (int start = 0; start < rows.Length; start += dimension)
                {
                    double angle = Enumerable.Range(0, dimension).Sum(i => frequencies[k * dimension + i] * (rows[start + i] - 1_000));
                    sum = (sum.Cosine + Math.Cos(angle), sum.Sine + Math.Sin(angle));
                }

                return (sum.Cosine * dimension / rows.Length, sum.Sine * dimension / rows.Length);
            }
        }
    }

    [Test]
    public void FourierFeatures_bad_input_is_refused()
    {
        Assert.That(() => FourierFeatures.Fit<double>([], 1, 10, 1), Throws.ArgumentException);
        Assert.That(() => FourierFeatures.Fit<double>([1, 2, 3], 1, 10, 1, 2), Throws.ArgumentException);
        Assert.That(() => FourierFeatures.Fit<double>([double.NaN], 1, 10, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => FourierFeatures.Fit<double>([1], 0, 10, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => FourierFeatures.Fit<double>([1], 1, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        FourierFeatures features = FourierFeatures.Fit<double>([1, 2], 1, 4, 1, 2);
        Assert.That(() => FourierFeatures.Fit<double>([1], double.PositiveInfinity, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => FourierFeatures.Fit<double>([1], 1, 1, 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("dimension"));
        Assert.That(() => features.SquaredDiscrepancy<double>([]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => features.SquaredDiscrepancy<double>([1, double.PositiveInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => features.SquaredDiscrepancy<double>([1, 2, 3]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
    }

    [Test]
    public void LinearTimeDiscrepancy_finds_a_shift_and_is_level_without_one()
    {
        Random random = new(10);
        Assert.That(LinearTimeDiscrepancy.Compute<double>(Draw(random, 2_000, 0), Draw(random, 2_100, 1), 1).PValue, Is.LessThan(1e-10));
        int below = 0;
        for (int round = 0; round < 1_000; round++)
        {
            below += LinearTimeDiscrepancy.Compute<double>(Draw(random, 200, 0), Draw(random, 200, 0), 1).PValue < 0.1 ? 1 : 0;
        }

        // Four standard errors around 10 %: 0.038.
        Assert.That(below / 1_000.0, Is.EqualTo(0.1).Within(0.038));
    }

    [Test]
    public void LinearTimeDiscrepancy_statistic_equals_the_definition()
    {
        double[] x = [0, 1, 2, 4];
        double[] y = [1, 3, 0, 5, 9];
        static double K(double a, double b) => Math.Exp(-(a - b) * (a - b) / 8);
        double first = K(0, 1) + K(1, 3) - K(0, 3) - K(1, 1);
        double second = K(2, 4) + K(0, 5) - K(2, 5) - K(4, 0);
        TwoSampleResult result = LinearTimeDiscrepancy.Compute<double>(x, y, 2);

        Assert.That(result.Statistic, Is.EqualTo((first + second) / 2).Within(1e-14));
        Assert.That(result.CurrentCount, Is.EqualTo(4));
        Assert.That(() => LinearTimeDiscrepancy.Compute<double>([1, 2, 3], y, 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => LinearTimeDiscrepancy.Compute<double>(x, y, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
