using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class CohenKappaTests
{
    // Worked by hand: 0.7 agreed, 0.5 by chance; 0.29 agreed, 0.35 by chance.
    [TestCase(new long[] { 20, 5, 10, 15 }, 2, 0.4)]
    [TestCase(new long[] { 50, 26, 24, 24, 4, 32, 6, 30, 4 }, 3, -6 / 65.0)]
    [TestCase(new long[] { 7, 0, 0, 3 }, 2, 1)]
    [TestCase(new long[] { 0, 5, 5, 0 }, 2, -1)]
    [TestCase(new long[] { 4, 4, 4, 4 }, 2, 0)]
    public void Of_known_tables_is_right(long[] counts, int categories, double expected) =>
        Assert.That(CohenKappa.Of(counts, categories), Is.EqualTo(expected).Within(1e-15));

    [Test]
    public void Of_nothing_or_one_category_alone_is_NaN()
    {
        Assert.That(CohenKappa.Of(new long[9], 3), Is.NaN);
        Assert.That(CohenKappa.Of([0, 0, 0, 8], 2), Is.NaN);
    }

    [Test]
    public void Of_two_categories_is_the_confusion_tables_kappa() =>
        Gen.Select(Gen.Long[0, 900], Gen.Long[0, 900], Gen.Long[0, 900], Gen.Long[0, 900]).Sample((tn, fp, fn, tp) =>
        {
            double kappa = CohenKappa.Of([tn, fp, fn, tp], 2);
            double expected = new ConfusionCounts(tp, fp, tn, fn).Kappa;
            return double.IsNaN(expected) ? double.IsNaN(kappa) : Math.Abs(kappa - expected) < 1e-12;
        }, iter: 1000, seed: "0000kappa001");

    [Test]
    public void Of_does_not_care_which_rater_is_first_nor_for_empty_categories() =>
        Gen.Long[0, 50].Array[9].Sample(counts =>
        {
            long[] swapped = [.. Enumerable.Range(0, 9).Select(i => counts[i % 3 * 3 + i / 3])];
            long[] wider = [.. Enumerable.Range(0, 16).Select(i => i / 4 < 3 && i % 4 < 3 ? counts[i / 4 * 3 + i % 4] : 0)];
            double kappa = CohenKappa.Of(counts, 3);
            return Same(kappa, CohenKappa.Of(swapped, 3)) && Same(kappa, CohenKappa.Of(wider, 4));
        }, iter: 500, seed: "0000kappa002");

    [Test]
    public void Bad_tables_are_refused()
    {
        Assert.That(() => CohenKappa.Of([1, 2, 3], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("counts"));
        Assert.That(() => CohenKappa.Of([1, -2, 3, 4], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("counts"));
        Assert.That(() => CohenKappa.Of([], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static bool Same(double a, double b) => double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) < 1e-12;
}
