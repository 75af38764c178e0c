namespace AISafety.Statistics.Tests.Contingency;

[TestFixture]
public sealed class ShareExcessTests
{
    [Test]
    public void PValue_is_the_hypergeometric_tail_counted_out()
    {
        // 3 of 10 and 4 of 5: P(X >= 4) of 7 marked among 15, 5 drawn = (C(7,4) C(8,1) + C(7,5)) / C(15,5).
        Assert.That(ShareExcess.PValue(3, 10, 4, 5), Is.EqualTo(((35 * 8) + 21) / 3003.0).Within(1e-14));
        Assert.That(ShareExcess.PValue(0, 10, 0, 5), Is.EqualTo(1));
        Assert.That(ShareExcess.PValue(0, 10, 5, 5), Is.EqualTo(1 / 3003.0).Within(1e-16));
        Assert.That(ShareExcess.PValue(10, 10, 5, 5), Is.EqualTo(1));
    }

    [Test]
    public void PValue_agrees_with_exact_fractions_and_summed_logarithms()
    {
        // By whole numbers of any length; and for the large counts by logarithms of factorials, good to some 1e-8.
        Assert.That(ShareExcess.PValue(40, 2_000, 25, 500), Is.EqualTo(0.0003859104476706715).Within(1e-16));
        Assert.That(ShareExcess.PValue(100_000, 1_000_000, 10_300, 100_000), Is.EqualTo(0.00136596458).Within(1e-10));
    }

    [TestCase(2, 1, 1, 2.0 / 3)]
    [TestCase(3, 1, 2, 0.7)]
    [TestCase(3, 2, 2, 0.3)]
    public void BeyondExtremes_is_the_beta_binomial_tail_counted_out(int reference, int outside, int count, double expected) =>
        Assert.That(ShareExcess.BeyondExtremes(reference, outside, count), Is.EqualTo(expected).Within(1e-13));

    [Test]
    public void BeyondExtremes_of_one_end_is_the_chance_that_the_greatest_are_all_current() =>
        Assert.That(ShareExcess.BeyondExtremes(5, 2, 3, ends: 1), Is.EqualTo(3.0 / 8 * 2 / 7).Within(1e-13));

    [Test]
    public void OneValue_bounds_what_is_counted()
    {
        Random random = new(1);
        int rejected = 0;
        for (int i = 0; i < 20_000; i++)
        {
            long marked = Enumerable.Range(0, 20).Count(_ => random.NextDouble() < 0.8);
            bool isRun = Enumerable.Range(0, 12).All(_ => random.NextDouble() < 0.8);
            rejected += isRun && ShareExcess.OneValue(marked, 20, 12) <= 0.05 ? 1 : 0;
        }

        Assert.That(rejected / 20_000.0, Is.LessThanOrEqualTo(0.05));
        Assert.That(ShareExcess.OneValue(0, 20, 12), Is.LessThan(1e-7));
    }

    [TestCase(-1, 10, 1, 5)]
    [TestCase(11, 10, 1, 5)]
    [TestCase(1, 10, 6, 5)]
    [TestCase(0, 0, 1, 5)]
    public void PValue_of_impossible_counts_throws(int a, int b, int c, int d) =>
        Assert.That(() => ShareExcess.PValue(a, b, c, d), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
