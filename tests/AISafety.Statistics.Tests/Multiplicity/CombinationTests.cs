namespace AISafety.Statistics.Tests;

public sealed class CombinationTests
{
    private static readonly double[] P = [0.01, 0.04, 0.03, 0.2];

    [Test]
    public void Of_a_small_example_equals_the_peer()
    {
        // scipy.stats.combine_pvalues of SciPy 1.10.1; the Cauchy combination by NumPy from its definition.
        Assert.That(FisherCombination.Of(P), Is.EqualTo(0.0011010861958918661).Within(1e-11).Percent);
        Assert.That(CauchyCombination.Of(P), Is.EqualTo(0.024582467283722487).Within(1e-11).Percent);
        Assert.That(HarmonicCombination.MeanOf(P), Is.EqualTo(4 / (100 + 25 + 100 / 3.0 + 5)).Within(1e-11).Percent);
    }

    [Test]
    public void HarmonicCombination_factor_is_within_its_bounds()
    {
        Assert.That(HarmonicCombination.Factor(1), Is.EqualTo(1));
        Assert.That(HarmonicCombination.Factor(2), Is.EqualTo(2));
        double last = 2;
        foreach (int count in (int[])[3, 4, 10, 100, 10_000, 1_000_000])
        {
            double factor = HarmonicCombination.Factor(count);

            // Vovk and Wang: at least log k, at most e log k, rising.
            Assert.That(factor, Is.InRange(Math.Max(last, Math.Log(count)), Math.E * Math.Log(count)));
            last = factor;
        }
    }

    [Test]
    public void Of_ends_and_single_values_is_as_documented()
    {
        Assert.That(FisherCombination.Of([0, 0.5]), Is.Zero);
        Assert.That(CauchyCombination.Of([0, 1]), Is.Zero);
        Assert.That(HarmonicCombination.Of([0, 0.5]), Is.Zero);
        Assert.That(FisherCombination.Of([1, 1]), Is.EqualTo(1));
        Assert.That(HarmonicCombination.Of([1, 1]), Is.EqualTo(1));
        foreach (double p in (double[])[1e-300, 1e-10, 0.3, 0.5, 0.7, 0.999])
        {
            Assert.That(FisherCombination.Of([p]), Is.EqualTo(p).Within(1e-9).Percent);
            Assert.That(CauchyCombination.Of([p]), Is.EqualTo(p).Within(1e-9).Percent);
            Assert.That(CauchyCombination.Of([p, p]), Is.EqualTo(p).Within(1e-9).Percent);
            Assert.That(HarmonicCombination.Of([p]), Is.EqualTo(p).Within(1e-9).Percent);
        }
    }

    [Test]
    public void Of_bad_input_is_refused()
    {
        foreach (Func<double[], double> combine in (Func<double[], double>[])[p => FisherCombination.Of(p), p => CauchyCombination.Of(p), p => HarmonicCombination.Of(p)])
        {
            Assert.That(() => combine([]), Throws.ArgumentException);
            Assert.That(() => combine([double.NaN]), Throws.ArgumentException);
            Assert.That(() => combine([0.5, 1.5]), Throws.ArgumentException.With.Property("ParamName").EqualTo("pValues"));
        }
    }
}
