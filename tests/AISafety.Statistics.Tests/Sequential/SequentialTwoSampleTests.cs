namespace AISafety.Statistics.Tests.Sequential;

public sealed class SequentialTwoSampleTests
{
    private const int Streams = 1000;
    private const double Alpha = 0.05;

    private static readonly BinEdges<double> Deciles = BinEdges<double>.At([-1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28]);

    [Test]
    public void Update_one_distribution_seldom_rejects_at_any_time()
    {
        int rejected = Enumerable.Range(0, Streams).Count(seed =>
        {
            Random random = new(seed);
            SequentialTwoSampleTest test = new(Deciles);
            return Enumerable.Range(0, 2000).Any(_ => test.Update(Samples.Normal(random), Samples.Normal(random)) >= 1 / Alpha);
        });

        // Three standard errors above alpha.
        Assert.That(rejected, Is.LessThanOrEqualTo(71));
    }

    [TestCase(0.5, 1.0, 300)]
    [TestCase(-0.5, 1.0, 300)]
    [TestCase(0.0, 2.0, 500)]
    public void Update_shift_or_spread_is_found(double shift, double scale, int within)
    {
        int found = Enumerable.Range(0, 100).Count(seed =>
        {
            Random random = new(seed);
            SequentialTwoSampleTest test = new(Deciles);
            return Enumerable.Range(0, within).Any(_ => test.Update(Samples.Normal(random), shift + scale * Samples.Normal(random)) >= 1 / Alpha);
        });

        Assert.That(found, Is.GreaterThanOrEqualTo(90));
    }

    [Test]
    public void Update_pairs_gives_the_mixture_of_their_counts()
    {
        // With s and o at an edge the wealth is 2^(s+o) B(s + 1/2, o + 1/2) / B(1/2, 1/2): for 3 and 1 it is 16 * 5 / 128.
        SequentialTwoSampleTest test = new(BinEdges<double>.At([0, 10]));
        test.Update(-1, 1);
        test.Update(-1, 0);
        test.Update(5, -5);
        Assert.That(test.Update(-3, 4), Is.EqualTo((16 * 5.0 / 128 + 1) / 2).Within(1e-15));
        Assert.That(test.Update(3, 4), Is.EqualTo(test.EValue));
        Assert.That(test.Update(double.NaN, 4), Is.EqualTo(test.EValue));
        Assert.That((test.Count, test.MissingCount), Is.EqualTo((5L, 1L)));
        Assert.That(test.PValue, Is.EqualTo(1 / ((1.5 + 1) / 2)).Within(1e-15));
        test.Reset();
        Assert.That((test.EValue, test.PValue, test.Count, test.MissingCount), Is.EqualTo((1.0, 1.0, 0L, 0L)));
    }

    [Test]
    public void Constructor_without_an_edge_is_refused()
    {
        Assert.That(() => new SequentialTwoSampleTest(BinEdges<double>.At([])), Throws.ArgumentException.With.Property("ParamName").EqualTo("edges"));
        Assert.That(() => new SequentialTwoSampleTest(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void MeanDifference_all_times_holds_the_difference()
    {
        double width = 0;
        int missed = Enumerable.Range(0, 500).Count(seed =>
        {
            Random random = new(seed);
            MeanDifferenceConfidenceSequence sequence = new(Alpha, 100);
            for (int i = 0; i < 600; i++)
            {
                // The arms take unequal shares, in no order.
                if (random.NextDouble() < 0.3)
                {
                    sequence.UpdateReference(random.NextDouble() < 0.4 ? 1 : 0);
                }
                else
                {
                    sequence.UpdateCurrent(random.NextDouble() < 0.6 ? 1 : 0);
                }
            }

            width += sequence.Upper - sequence.Lower;
            return !(sequence.Lower <= 0.2 && 0.2 <= sequence.Upper);
        });

        // Three standard errors above alpha; half the width is what 200 and 400 values can tell.
        Assert.That(missed, Is.LessThanOrEqualTo(39));
        Assert.That(width / 500, Is.LessThan(0.5));
    }

    [Test]
    public void MeanDifference_edge_cases_are_as_documented()
    {
        MeanDifferenceConfidenceSequence sequence = new();
        Assert.That((sequence.Lower, sequence.Upper, sequence.Difference), Is.EqualTo((-1.0, 1.0, double.NaN)));
        sequence.UpdateReference(double.NaN);
        sequence.UpdateReference(0.5);
        sequence.UpdateCurrent(0.75);
        Assert.That((sequence.ReferenceCount, sequence.CurrentCount, sequence.MissingCount, sequence.Difference), Is.EqualTo((1L, 1L, 1L, 0.25)));
        Assert.That(() => sequence.UpdateCurrent(1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new MeanDifferenceConfidenceSequence(1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("alpha"));
    }
}
