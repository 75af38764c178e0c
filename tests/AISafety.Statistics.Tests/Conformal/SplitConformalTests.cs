using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class SplitConformalTests
{
    private static readonly Gen<double> _scores = Gen.OneOf(
        Gen.Double[0, 1], Gen.Int[0, 5].Select(i => (double)i), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity));

    [Test]
    public void PValue_is_the_share_of_scores_that_are_as_strange()
    {
        Gen.Select(_scores.Array[1, 60], _scores).Sample((calibration, score) =>
            SplitConformal.Fit(calibration).PValue(score) == (1.0 + calibration.Count(other => other >= score)) / (calibration.Length + 1.0),
            seed: "0000confpv01");
    }

    [Test]
    public void Threshold_is_exceeded_exactly_when_the_p_value_is_at_most_alpha()
    {
        Gen<double> alphas = Gen.OneOf(Gen.Double[0.0001, 0.9999], Gen.Int[1, 99].Select(i => i / 100.0));
        Gen.Select(_scores.Array[1, 120], alphas).Sample((calibration, alpha) =>
        {
            SplitConformal conformal = SplitConformal.Fit(calibration);
            double threshold = conformal.Threshold(alpha);
            double[] probes = [.. calibration, .. calibration.Select(Math.BitIncrement), .. calibration.Select(Math.BitDecrement), double.MaxValue, -1];
            return Array.TrueForAll(probes, score => (score > threshold) == (conformal.PValue(score) <= alpha));
        }, iter: 3000, seed: "0000confth01");
    }

    [Test]
    public void Threshold_at_every_rank_and_size_agrees_with_the_p_value()
    {
        // 29 / 100 is the classic: 0.29 * 100 is less than 29.
        for (int count = 1; count <= 200; count++)
        {
            double[] scores = [.. Enumerable.Range(1, count).Select(i => (double)i)];
            SplitConformal conformal = SplitConformal.Fit(scores);
            for (int rank = 1; rank <= count; rank++)
            {
                double alpha = rank / (count + 1.0);
                Assert.That(conformal.Threshold(alpha), Is.EqualTo(count - rank + 1.0), $"{rank} / {count + 1}");
            }
        }
    }

    [Test]
    public void RequiredCount_is_the_least_count_with_small_enough_p_values()
    {
        Gen.OneOf(Gen.Double[1e-7, 0.9999], Gen.Int[2, 5000].Select(i => 1.0 / i)).Sample(alpha =>
        {
            long count = SplitConformal.RequiredCount(alpha);
            return count >= 1 && 1 / (count + 1.0) <= alpha && (count == 1 || 1 / (double)count > alpha);
        }, seed: "0000confrc01");
        Assert.That(SplitConformal.RequiredCount(0.01), Is.EqualTo(99));
        Assert.That(SplitConformal.RequiredCount(0.5), Is.EqualTo(1));
        Assert.That(SplitConformal.RequiredCount(0.99), Is.EqualTo(1));
        Assert.That(SplitConformal.RequiredCount(double.Epsilon), Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void Threshold_of_too_few_scores_is_never_exceeded()
    {
        SplitConformal conformal = SplitConformal.Fit([1, 2, 3]);

        Assert.That(conformal.Threshold(0.2), Is.EqualTo(double.PositiveInfinity));
        Assert.That(conformal.PValue(double.PositiveInfinity), Is.EqualTo(0.25).And.EqualTo(conformal.MinimumPValue));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    public void Threshold_of_a_rate_out_of_range_is_refused(double alpha)
    {
        SplitConformal conformal = SplitConformal.Fit([1]);
        Assert.That(() => conformal.Threshold(alpha), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SplitConformal.RequiredCount(alpha), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Fit_of_bad_scores_is_refused()
    {
        Assert.That(() => SplitConformal.Fit([]), Throws.ArgumentException);
        Assert.That(() => SplitConformal.Fit([1, double.NaN, 2]), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(() => SplitConformal.Fit([1]).PValue(double.NaN), Throws.ArgumentException);
    }

    [Test]
    public void Fit_takes_a_copy()
    {
        double[] scores = [1, 2, 3];
        SplitConformal conformal = SplitConformal.Fit(scores);
        scores[0] = 100;

        Assert.That(conformal.PValue(50), Is.EqualTo(0.25));
        Assert.That(conformal.Count, Is.EqualTo(3));
    }

    // One test score a draw, so that the alarms are exactly binomial: with ranks k = floor(alpha (n + 1)), the probability is k / (n + 1).
    [TestCase("normal", 99, 0.05)]
    [TestCase("normal", 150, 0.01)]
    [TestCase("cauchy", 99, 0.05)]
    [TestCase("cauchy", 37, 0.2)]
    [TestCase("geometric", 99, 0.05)]
    [TestCase("geometric", 150, 0.01)]
    public void Threshold_over_many_draws_alarms_as_often_as_asked(string distribution, int count, double alpha)
    {
        const int Draws = 20_000;
        Func<Random, double> draw = distribution switch
        {
            "normal" => Samples.Normal,
            "cauchy" => Samples.Cauchy,
            _ => Samples.Geometric,
        };
        Random random = new(5);
        double[] scores = new double[count];
        int alarms = 0;
        for (int i = 0; i < Draws; i++)
        {
            for (int j = 0; j < count; j++)
            {
                scores[j] = draw(random);
            }

            alarms += draw(random) > SplitConformal.Fit(scores).Threshold(alpha) ? 1 : 0;
        }

        double expected = Math.Floor(alpha * (count + 1)) / (count + 1);
        double fourSigma = 4 * Math.Sqrt(expected * (1 - expected) / Draws);
        double rate = alarms / (double)Draws;
        TestContext.Out.WriteLine($"{distribution}, n = {count}: asked {alpha}, exact {expected:F5}, measured {rate:F5} over {Draws} draws");
        Assert.That(rate, Is.LessThan(expected + fourSigma));
        if (distribution != "geometric")
        {
            Assert.That(rate, Is.GreaterThan(expected - fourSigma));
        }
    }
}
