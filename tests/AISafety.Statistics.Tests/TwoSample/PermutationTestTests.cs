namespace AISafety.Statistics.Tests;

public sealed class PermutationTestTests
{
    private static double MeanGap(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        Math.Abs(System.Numerics.Tensors.TensorPrimitives.Average(x) - System.Numerics.Tensors.TensorPrimitives.Average(y));

    [Test]
    public void Compute_few_values_approaches_the_share_of_all_deals()
    {
        // Two of the ten deals of 1..5 into two and three are as extreme as {1, 2}: it and {4, 5}.
        PermutationResult result = PermutationTest.Compute<double>([1, 2], [3, 4, 5], MeanGap, 20_000, 3);

        Assert.That(result.Statistic, Is.EqualTo(2.5));
        Assert.That(result.PValue, Is.EqualTo(0.2).Within(0.012));
    }

    [Test]
    public void Compute_samples_apart_has_the_least_p_and_equal_ones_the_greatest()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        double[] y = [.. x.Select(value => value + 1000)];
        Assert.That(PermutationTest.Compute<double>(x, y, MeanGap, 99, 1).PValue, Is.EqualTo(0.01));
        Assert.That(PermutationTest.Compute<double>(x, x, MeanGap, 99, 1).PValue, Is.EqualTo(1));
    }

    [Test]
    public void Compute_the_same_seed_gives_the_same_p()
    {
        double[] x = PeerSamples.Of(20, 1, 100);
        double[] y = PeerSamples.Of(20, 2, 100);
        Assert.That(PermutationTest.Compute<double>(x, y, MeanGap, 500, 8), Is.EqualTo(PermutationTest.Compute<double>(x, y, MeanGap, 500, 8)));
    }

    [Test]
    public void Compute_bad_input_is_refused()
    {
        Assert.That(() => PermutationTest.Compute<double>([], [1], MeanGap, 9, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PermutationTest.Compute<double>([1], [], MeanGap, 9, 1), Throws.ArgumentException);
        Assert.That(() => PermutationTest.Compute<double>([1], [2], MeanGap, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => PermutationTest.Compute<double>([1], [2], MeanGap, 10_000_001, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => PermutationTest.Compute<double>([double.NaN], [2], MeanGap, 9, 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("statistic"));
        Assert.That(() => PermutationTest.Compute<double>([1], [2], null!, 9, 1), Throws.ArgumentNullException);
    }
}
