using CsCheck;

namespace AISafety.Statistics.Tests;

/// <summary>Importance weights, and what they leave of a sample.</summary>
public sealed class DensityRatioTests
{
    [Test]
    public void Apply_shift_of_a_normal_feature_gives_its_density_ratio()
    {
        Random random = new(5);
        double[] reference = [.. Enumerable.Range(0, 20_000).Select(_ => Samples.Normal(random))];
        double[] current = [.. Enumerable.Range(0, 20_000).Select(_ => 0.7 + Samples.Normal(random))];
        double[] weights = new double[3];
        DensityRatio.Fit(reference, current, 1).Apply([-1, 0, 1], weights);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(weights[i], Is.EqualTo(Math.Exp(0.7 * (i - 1) - 0.245)).Within(10).Percent);
        }
    }

    [Test]
    public void Apply_change_of_spread_is_found()
    {
        Random random = new(6);
        double[] reference = [.. Enumerable.Range(0, 20_000).Select(_ => Samples.Normal(random))];
        double[] current = [.. Enumerable.Range(0, 20_000).Select(_ => 0.6 * Samples.Normal(random))];
        double[] weights = new double[2];
        DensityRatio.Fit(reference, current, 1).Apply([0, 1], weights);
        Assert.That(weights[0], Is.EqualTo(1 / 0.6).Within(10).Percent);
        Assert.That(weights[1], Is.EqualTo(Math.Exp(0.5 - 0.5 / 0.36) / 0.6).Within(10).Percent);
    }

    [Test]
    public void Apply_missing_values_are_a_feature_of_their_own_and_weights_are_cut()
    {
        double[] reference = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? double.NaN : i % 7)];
        double[] current = [.. Enumerable.Range(0, 1000).Select(i => i % 10 != 0 ? double.NaN : i % 7)];
        double[] weights = new double[2];
        DensityRatio.Fit(reference, current, 1, greatest: 3).Apply([double.NaN, 3], weights);
        Assert.That(weights[0], Is.EqualTo(3), "nine times as often, cut");
        Assert.That(weights[1], Is.LessThan(0.3));
    }

    [Test]
    public void Fit_what_cannot_be_is_refused()
    {
        Assert.That(() => DensityRatio.Fit([1, 2, 3], [1, 2], 2), Throws.ArgumentException);
        Assert.That(() => DensityRatio.Fit([], [1], 1), Throws.ArgumentException);
        Assert.That(() => DensityRatio.Fit([double.PositiveInfinity], [1], 1), Throws.ArgumentException);
        Assert.That(() => DensityRatio.Fit([1], [1], 1, greatest: 0.5), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Effective_sample_size_is_at_most_the_count_and_that_for_equal_weights()
    {
        Gen.Double[0.001, 100].Array[1, 50].Sample(weights => Assert.That(EffectiveSampleSize.Of(weights), Is.InRange(1 - 1e-9, weights.Length + 1e-9)));
        Assert.That(EffectiveSampleSize.Of([3, 3, 3, 3]), Is.EqualTo(4));
        Assert.That(EffectiveSampleSize.Of([1, 3]), Is.EqualTo(16 / 10.0).Within(1e-12));
        Assert.That(EffectiveSampleSize.Of([1e300, 1e300]), Is.EqualTo(2));
        Assert.That(EffectiveSampleSize.Of([0, 0]), Is.Zero);
        Assert.That(() => EffectiveSampleSize.Of([-1]), Throws.ArgumentException);
    }
}
