namespace AISafety.Statistics.Tests.Sequential;

/// <summary>What the sequential methods promise, by simulation: an error at any time is rarer than alpha = 0.05. 1,000 streams have a standard error of
/// 0.007, so that 71 or fewer errors (three of them) are accepted. They also have to find what is there.</summary>
public class ErrorControlTests
{
    private const int Streams = 1000;
    private const int Accepted = 71;
    private const double Alpha = 0.05;

    [Test]
    public void BettingTest_trueMean_seldomRejectsAtAnyTime([Values(0.02, 0.5, 0.9)] double mean)
    {
        int rejected = Enumerable.Range(0, Streams).Count(seed =>
        {
            Random random = new(seed);
            BettingTest test = new(mean);
            return Enumerable.Range(0, 1000).Any(_ => test.Update(random.NextDouble() < mean ? 1 : 0) >= 1 / Alpha);
        });
        TestContext.Out.WriteLine(rejected);
        Assert.That(rejected, Is.LessThanOrEqualTo(Accepted));
    }

    [Test]
    public void BettingTest_otherMean_isFound()
    {
        Random random = new(1);
        BettingTest test = new(0.3);
        for (int i = 0; i < 1000; i++)
        {
            test.Update(random.NextDouble() < 0.4 ? 1 : 0);
        }

        Assert.That(test.EValue, Is.GreaterThan(1e4));
        Assert.That(test.EValueLess, Is.LessThan(1));
        Assert.That(test.PValue, Is.LessThan(1e-4));
        Assert.That(test.Update(double.NaN), Is.EqualTo(test.EValue));
        Assert.That((test.Count, test.MissingCount), Is.EqualTo((1000L, 1L)));
        test.Reset();
        Assert.That((test.EValue, test.PValue, test.Count), Is.EqualTo((1.0, 1.0, 0L)));
    }

    [Test]
    public void MeanConfidenceSequence_allTimes_holdsTheMean([Values(0.1, 0.5)] double mean)
    {
        double width = 0;
        int missed = Enumerable.Range(0, Streams).Count(seed =>
        {
            Random random = new(seed);
            MeanConfidenceSequence sequence = new(Alpha, 200);
            for (int i = 0; i < 500; i++)
            {
                sequence.Update(random.NextDouble() < mean ? 1 : 0);
            }

            // The interval only shrinks: what it holds at the end it has held all the time.
            width += sequence.Upper - sequence.Lower;
            return !(sequence.Lower <= mean && mean <= sequence.Upper);
        });
        TestContext.Out.WriteLine($"{missed}, mean width {width / Streams}");
        Assert.That(missed, Is.LessThanOrEqualTo(Accepted));
        Assert.That(width / Streams, Is.LessThan(0.2));
    }

    [Test]
    public void MeanConfidenceSequence_lowVariance_isNarrow()
    {
        Random random = new(2);
        MeanConfidenceSequence sequence = new();
        Assert.That((sequence.Lower, sequence.Upper, sequence.Mean), Is.EqualTo((0.0, 1.0, double.NaN)));
        for (int i = 0; i < 2000; i++)
        {
            sequence.Update(0.3 + (0.02 * random.NextDouble()));
            sequence.Update(double.NaN);
        }

        Assert.That((sequence.Count, sequence.MissingCount), Is.EqualTo((2000L, 2000L)));
        Assert.That(sequence.Lower, Is.InRange(0.29, 0.31));
        Assert.That(sequence.Upper, Is.InRange(0.31, 0.33));
        Assert.That(() => sequence.Update(1.01), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void MixtureSprt_trueMean_seldomRejectsAtAnyTime()
    {
        int rejected = 0;
        int missed = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            Random random = new(seed);
            MixtureSprt test = new(3, 4, 0.1);
            bool outside = false;
            double sum = 0;
            for (int i = 1; i <= 1000; i++)
            {
                double value = 3 + (2 * Samples.Normal(random));
                sum += value;
                test.Update(value);
                outside |= Math.Abs((sum / i) - 3) > test.HalfWidth(Alpha);
            }

            rejected += test.PValue <= Alpha ? 1 : 0;
            missed += outside ? 1 : 0;
        }

        // The interval is the test turned round.
        Assert.That(missed, Is.EqualTo(rejected));
        Assert.That(rejected, Is.LessThanOrEqualTo(Accepted));
    }

    [Test]
    public void MixtureSprt_ratio_isTheMixturesIntegral()
    {
        // sqrt(2 / (2 + 3 * 0.5)) exp(0.5 * 2.25^2 / (2 * 2 * 3.5)) by hand: the sum of the differences from 1 is 2.25.
        MixtureSprt test = new(1, 2, 0.5);
        test.Update(2);
        test.Update(1.25);
        Assert.That(test.Update(2), Is.EqualTo(Math.Sqrt(2 / 3.5) * Math.Exp(0.5 * 2.25 * 2.25 / 14)).Within(1e-14));
        Assert.That(test.Update(double.NaN), Is.EqualTo(test.EValue));
        test.Reset();
        Assert.That((test.EValue, test.PValue, test.HalfWidth(0.1)), Is.EqualTo((1.0, 1.0, double.PositiveInfinity)));
    }

    [Test]
    public void ConformalMartingale_uniform_seldomGrows_andFindsAChange()
    {
        int rejected = 0;
        for (int seed = 0; seed < Streams; seed++)
        {
            Random random = new(seed);
            ConformalMartingale martingale = new();
            rejected += Enumerable.Range(0, 1000).Any(_ => martingale.Update(random.NextDouble()) >= 1 / Alpha) ? 1 : 0;
        }

        Assert.That(rejected, Is.LessThanOrEqualTo(Accepted));
        ConformalMartingale changed = new();
        Random later = new(1);
        for (int i = 0; i < 300; i++)
        {
            changed.Update(later.NextDouble() * later.NextDouble());
        }

        Assert.That(changed.LogWealth, Is.GreaterThan(Math.Log(1000)));
        Assert.That(() => changed.Update(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void QuantileConfidenceSequence_allTimes_holdsTheQuantile()
    {
        int missed = Enumerable.Range(0, 300).Count(seed =>
        {
            Random random = new(seed);
            bool outside = false;
            int below = 0;
            for (int t = 1; t <= 2000; t++)
            {
                // Of uniform values the 0.9-quantile is 0.9: it lies between the sample quantiles if the share below it lies between their shares.
                below += random.NextDouble() <= 0.9 ? 1 : 0;
                (double lower, double upper) = QuantileConfidenceSequence.Shares(t, 0.9, Alpha);
                outside |= (double)below / t < lower || (double)below / t > upper;
            }

            return outside;
        });
        Assert.That(missed, Is.LessThanOrEqualTo(26));
        Assert.That(QuantileConfidenceSequence.Shares(1_000_000, 0.5, 0.05).Upper, Is.EqualTo(0.5022).Within(0.0001));
        Assert.That(() => QuantileConfidenceSequence.Shares(0, 0.5, 0.05), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => QuantileConfidenceSequence.Shares(1, 1, 0.05), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void EBenjaminiHochberg_handMade_rejectsByDefinition()
    {
        bool[] rejected = new bool[5];
        Assert.That(EBenjaminiHochberg.Reject([100, 0, 50, 33, 1], 0.05, rejected), Is.EqualTo(2));
        Assert.That(rejected, Is.EqualTo(new[] { true, false, true, false, false }));
        Assert.That(EBenjaminiHochberg.Reject([99, 0, 49, 32, 1], 0.05, rejected), Is.Zero);
        Assert.That(EBenjaminiHochberg.Reject([double.PositiveInfinity, 0, 0, 0, 0], 0.05, rejected), Is.EqualTo(1));
        Assert.That(EBenjaminiHochberg.Reject([], 0.05, []), Is.Zero);
        Assert.That(() => EBenjaminiHochberg.Reject([double.NaN], 0.05, new bool[1]), Throws.ArgumentException);
        Assert.That(() => EBenjaminiHochberg.Reject([1], 0.05, []), Throws.ArgumentException);
    }

    [Test]
    public void EValueMean_values_areAveraged()
    {
        Assert.That(EValueMean.Of([1, 0, 5]), Is.EqualTo(2).Within(1e-15));
        Assert.That(EValueMean.Of([double.PositiveInfinity, 0]), Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => EValueMean.Of([]), Throws.ArgumentException);
        Assert.That(() => EValueMean.Of([-1]), Throws.ArgumentException);
    }
}
