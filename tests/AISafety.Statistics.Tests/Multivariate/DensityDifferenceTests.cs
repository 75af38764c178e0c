namespace AISafety.Statistics.Tests;

public sealed class DensityDifferenceTests
{
    private static double[] Draw(Random random, int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => Samples.Normal(random) + shift)];

    // The definition in mpmath 1.3 with 40 digits, lambda in units of (pi sigma^2)^(d/2), 15 centres, on the samples of PeerSamples: seeds 1 and 2, modulus 100, shift 15.
    [TestCase(1, 0.0018005429258336084)]
    [TestCase(2, 5.9697564991778531e-5)]
    public void Compute_rows_equals_the_definition(int dimension, double expected)
    {
        double[] x = PeerSamples.Of(30 * dimension, 1, 100);
        double[] y = PeerSamples.Of(20 * dimension, 2, 100, 15);

        DensityDifferenceResult result = DensityDifference.Compute<double>(x, y, 30, dimension, 25);

        Assert.That(result.SquaredDistance, Is.EqualTo(expected).Within(1e-7).Percent);
        Assert.That(result.PValue, Is.NaN);
    }

    [Test]
    public void Compute_normal_samples_approaches_the_integral()
    {
        // Two normal densities one standard deviation apart: (1 - e^(-1/4)) / sqrt pi.
        Random random = new(3);
        DensityDifferenceResult result = DensityDifference.Compute<double>(Draw(random, 4_000, 0), Draw(random, 4_000, 1), 0.7);

        Assert.That(result.SquaredDistance, Is.EqualTo(0.1248).Within(0.02));
    }

    [Test]
    public void Compute_shifted_sample_has_a_small_p_and_equal_ones_a_uniform_p()
    {
        Random random = new(4);
        Assert.That(DensityDifference.Compute<double>(Draw(random, 80, 0), Draw(random, 60, 1.5), 1, permutations: 99).PValue, Is.EqualTo(0.01));
        int below = 0;
        for (int round = 0; round < 400; round++)
        {
            below += DensityDifference.Compute<double>(Draw(random, 40, 0), Draw(random, 24, 0), 1, 2, 10, permutations: 39, seed: round).PValue <= 0.1 ? 1 : 0;
        }

        // Four standard errors around 10 %: 0.06.
        Assert.That(below / 400.0, Is.EqualTo(0.1).Within(0.06));
    }

    [Test]
    public void Compute_bad_input_is_refused()
    {
        Assert.That(() => DensityDifference.Compute<double>([], [1], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => DensityDifference.Compute<double>([1], [double.NaN], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => DensityDifference.Compute<double>([1], [1], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DensityDifference.Compute<double>([1], [1], 1, regularization: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DensityDifference.Compute<double>([1], [1], 1, centers: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DensityDifference.Compute<double>([1], [1], 1, permutations: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DensityDifference.Compute<double>([1], [1], 1, permutations: 100_001), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DensityDifference.Compute<double>([1], [1], 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DensityDifference.Compute<double>([1], [1, 2, 3], 1, 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => DensityDifference.Compute<double>([1], [double.NegativeInfinity], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(DensityDifference.Compute<double>([1], [1], 1).SquaredDistance, Is.Zero);
    }

    [Test]
    public void Compute_equal_rows_have_no_difference_in_any_deal()
    {
        DensityDifferenceResult result = DensityDifference.Compute<double>([.. Enumerable.Repeat(0.1, 9)], [.. Enumerable.Repeat(0.1, 7)], 0.3, permutations: 19);

        Assert.That(result.SquaredDistance, Is.Zero.Within(1e-25));
        Assert.That(result.PValue, Is.EqualTo(1));
    }

    [Test]
    public void Compute_bandwidth_far_from_the_values_scale_has_a_limit()
    {
        // Every row is a world of its own, or all are the same.
        Assert.That(DensityDifference.Compute<double>([1, 2, 3, 4], [1, 2], 1e-200).SquaredDistance, Is.GreaterThan(0));
        Assert.That(DensityDifference.Compute<double>([1, 2, 3, 4], [1, 2], 1e100).SquaredDistance, Is.Zero.Within(1e-30));
    }
}
