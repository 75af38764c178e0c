using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class CalibrationLawTests
{
    [TestCase(99, 1, 0.01, 0.3697296376497268)]
    [TestCase(299, 1, 0.01, 0.04953625663766247)]
    [TestCase(298, 1, 0.01, 0.05003662286632573)]
    [TestCase(1000, 5, 0.01, 0.028686399999)]
    [TestCase(200, 10, 0.05, 0.45470981)]
    public void Exceeds_is_the_binomials_lower_tail(int count, int ranks, double rate, double expected)
    {
        // P(Binomial(n, a) < k), summed term by term.
        double sum = 0;
        double term = Math.Pow(1 - rate, count);
        for (int i = 0; i < ranks; i++)
        {
            sum += term;
            term *= (double)(count - i) / (i + 1) * rate / (1 - rate);
        }

        Assert.That(CalibrationLaw.Exceeds(count, ranks, rate), Is.EqualTo(sum).Within(1e-11 * sum));
        Assert.That(sum, Is.EqualTo(expected).Within(1e-4 * expected), "scipy.stats.binom.cdf, lest both be wrong");
    }

    [Test]
    public void Ranks_are_the_most_that_keep_the_promise()
    {
        Gen.Select(Gen.Int[1, 3000], Gen.Double[0.001, 0.5], Gen.Double[0.001, 0.499]).Sample((count, alpha, delta) =>
        {
            int ranks = CalibrationLaw.Ranks(count, alpha, delta);
            return (ranks == 0 || CalibrationLaw.Exceeds(count, ranks, alpha) <= delta)
                && (ranks == count || CalibrationLaw.Exceeds(count, ranks + 1, alpha) > delta)
                && ranks <= alpha * (count + 1.0) + 1;
        }, seed: "0000conflaw1");
    }

    [Test]
    public void RequiredCount_is_the_least_with_a_rank()
    {
        Gen.Select(Gen.Double[0.001, 0.5], Gen.Double[0.001, 0.499]).Sample((alpha, delta) =>
        {
            long count = CalibrationLaw.RequiredCount(alpha, delta);
            return CalibrationLaw.Ranks((int)count, alpha, delta) >= 1 && (count == 1 || CalibrationLaw.Ranks((int)count - 1, alpha, delta) == 0);
        }, seed: "0000conflaw2");
        Assert.That(SplitConformal.RequiredCount(0.01, 0.05), Is.EqualTo(299));
        Assert.That(SplitConformal.RequiredCount(0.5, 0.4), Is.EqualTo(2));
        Assert.That(SplitConformal.RequiredCount(double.Epsilon, 0.05), Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void Threshold_is_exceeded_where_the_p_value_is_at_most_alpha()
    {
        double[] scores = [.. Enumerable.Range(1, 400).Select(i => (double)i)];
        SplitConformal conformal = SplitConformal.Fit(scores);
        foreach (double alpha in new[] { 0.008, 0.01, 0.031, 0.05, 0.1, 0.3 })
        {
            double threshold = conformal.Threshold(alpha, 0.05);
            foreach (double score in scores)
            {
                double pValue = conformal.PValue(score, 0.05);
                Assert.That(score > threshold, Is.EqualTo(pValue <= alpha), $"{score} at {alpha}");
                Assert.That(pValue, Is.GreaterThan(conformal.PValue(score)).Or.EqualTo(1));
            }
        }

        Assert.That(conformal.Threshold(0.005, 0.05), Is.EqualTo(double.PositiveInfinity), "0.995^400 is 0.13");
        Assert.That(conformal.PValue(-1, 0.05), Is.EqualTo(1));
    }

    // The rate of one calibration sample of uniform scores is known exactly: 1 - its threshold. Over many samples it must follow the law.
    [TestCase(99, 0.05)]
    [TestCase(299, 0.01)]
    [TestCase(500, 0.1)]
    public void Threshold_over_many_draws_breaks_its_promise_as_often_as_the_law_says(int count, double alpha)
    {
        const int Draws = 20_000;
        const double Delta = 0.1;
        int ranks = CalibrationLaw.Ranks(count, alpha, Delta);
        double expected = CalibrationLaw.Exceeds(count, ranks, alpha);
        Random random = new(11);
        double[] scores = new double[count];
        double[] rates = new double[Draws];
        for (int i = 0; i < Draws; i++)
        {
            for (int j = 0; j < count; j++)
            {
                scores[j] = random.NextDouble();
            }

            rates[i] = 1 - SplitConformal.Fit(scores).Threshold(alpha, Delta);
        }

        double broken = rates.Count(rate => rate > alpha) / (double)Draws;
        TestContext.Out.WriteLine($"n = {count}, k = {ranks}: exact {expected:F5}, measured {broken:F5} over {Draws} draws; mean rate {rates.Average():F5}");
        Assert.That(broken, Is.EqualTo(expected).Within(4 * Math.Sqrt(expected * (1 - expected) / Draws)).And.LessThanOrEqualTo(Delta + 0.01));
        double mean = ranks / (count + 1.0);
        Assert.That(rates.Average(), Is.EqualTo(mean).Within(4 * Math.Sqrt(mean * (1 - mean) / (count + 2.0) / Draws)));

        // The law itself, by Kolmogorov and Smirnov: 1.95 / sqrt(n) is exceeded once in a thousand.
        Array.Sort(rates);
        double gap = rates.Select((rate, i) => Math.Abs(1 - CalibrationLaw.Exceeds(count, ranks, rate) - (i + 0.5) / Draws)).Max();
        Assert.That(gap, Is.LessThan(1.95 / Math.Sqrt(Draws)));
    }

    [TestCase(0)]
    [TestCase(0.5)]
    [TestCase(double.NaN)]
    public void A_delta_out_of_range_is_refused(double delta)
    {
        SplitConformal conformal = SplitConformal.Fit([1]);
        Assert.That(() => conformal.Threshold(0.1, delta), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => conformal.PValue(1, delta), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SplitConformal.RequiredCount(0.1, delta), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Another_number_out_of_range_is_refused()
    {
        Assert.That(() => CalibrationLaw.Ranks(0, 0.1, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CalibrationLaw.Ranks(10, 1, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CalibrationLaw.Exceeds(10, 11, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CalibrationLaw.Exceeds(10, 0, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => CalibrationLaw.Exceeds(10, 1, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
