using CsCheck;

namespace AISafety.Statistics.Tests.Sequential;

[TestFixture]
public sealed class ProportionConfidenceSequenceTests
{
    [Test]
    public void Of_no_rows_knows_nothing() => Assert.That(ProportionConfidenceSequence.Of(0, 0), Is.EqualTo(new Interval(0, 1)));

    // By hand: of one row that counts, B(3/2, 1/2) / B(1/2, 1/2) / p = 1 / (2 p), which is below 1 / a for p > a / 2.
    [Test]
    public void Of_one_row_that_counts_ends_at_half_of_alpha() => Assert.That(ProportionConfidenceSequence.Of(1, 1, 0.05).Lower, Is.EqualTo(0.025).Within(1e-12));

    [Test]
    public void Of_two_rows_half_and_half_solves_the_equation()
    {
        Interval interval = ProportionConfidenceSequence.Of(1, 2, 0.05);

        // B(3/2, 3/2) / B(1/2, 1/2) = 1/8.
        Assert.That(0.05 / 8 / (interval.Lower * (1 - interval.Lower)), Is.EqualTo(1).Within(1e-9));
        Assert.That(interval.Lower + interval.Upper, Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Of_holds_the_share_and_is_wider_than_an_interval_for_one_look() => Gen.Select(Gen.Long[0, 20_000], Gen.Double[0, 1]).Sample((count, share) =>
    {
        long successes = (long)Math.Round(count * share);
        Interval always = ProportionConfidenceSequence.Of(successes, count, 0.05);
        Interval once = ProportionInterval.ClopperPearson(successes, Math.Max(1, count), 0.95);
        return count == 0 || (always.Contains((double)successes / count) && always.Lower >= 0 && always.Upper <= 1 && always.Width > once.Width - 1e-9);
    });

    [Test]
    public void Of_is_the_mirror_of_what_does_not_count() => Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000]).Sample((k, m) =>
    {
        Interval one = ProportionConfidenceSequence.Of(k, k + m);
        Interval other = ProportionConfidenceSequence.Of(m, k + m);
        return Math.Abs(one.Lower - (1 - other.Upper)) < 1e-9;
    });

    // At most 100 of 2,000 may ever miss in the mean; 127 is within chance.
    [TestCase(0.5)]
    [TestCase(0.03)]
    [TestCase(0.9)]
    public void Of_holds_at_all_times_in_95_of_100_runs(double share)
    {
        const int Runs = 2_000;
        int missed = 0;
        Random random = new(7);
        for (int run = 0; run < Runs; run++)
        {
            long successes = 0;
            for (int n = 1; n <= 3_000; n++)
            {
                successes += random.NextDouble() < share ? 1 : 0;

                // Each row up to 200, then every tenth: more looks than anybody takes.
                if ((n <= 200 || n % 10 == 0) && !ProportionConfidenceSequence.Of(successes, n).Contains(share))
                {
                    missed++;
                    break;
                }
            }
        }

        TestContext.Out.WriteLine($"{missed} of {Runs} ever missed {share}");
        Assert.That(missed, Is.InRange(1, 127));
    }

    [Test]
    public void Of_bad_arguments_are_refused()
    {
        Assert.That(() => ProportionConfidenceSequence.Of(-1, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ProportionConfidenceSequence.Of(3, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ProportionConfidenceSequence.Of(0, -2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ProportionConfidenceSequence.Of(1, 2, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ProportionConfidenceSequence.Of(1, 2, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
