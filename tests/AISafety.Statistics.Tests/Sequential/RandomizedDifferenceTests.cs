using CsCheck;

namespace AISafety.Statistics.Tests.Sequential;

[TestFixture]
public sealed class RandomizedDifferenceTests
{
    private static readonly Gen<(bool Treated, double Share, double Value)> s_call = Gen.Select(Gen.Bool, Gen.Double[0.01, 0.99], Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 1]));

    /// <summary>The law behind every guarantee: whatever came before, the wealth is the same in the mean after a call whose effect is the margin.</summary>
    [Test]
    public void Update_is_a_fair_game_where_the_effect_is_the_margin()
    {
        Gen.Select(s_call.List[0, 60], Gen.Double[0.01, 0.99], Gen.Double[-0.9, 0.9], Gen.Double[0, 1]).Sample(
            (history, share, margin, place) =>
            {
                // Two potential outcomes in 0 to 1 that differ by the margin.
                double without = Math.Max(0, -margin) + (place * (1 - Math.Abs(margin)));
                double with = Math.Clamp(without + margin, 0, 1);
                RandomizedDifferenceTest before = After(history, margin);
                RandomizedDifferenceTest treated = After([.. history, (true, share, with)], margin);
                RandomizedDifferenceTest untreated = After([.. history, (false, share, without)], margin);
                double greater = (share * treated.EValueGreater) + ((1 - share) * untreated.EValueGreater);
                double less = (share * treated.EValueLess) + ((1 - share) * untreated.EValueLess);

                Assert.That(greater, Is.EqualTo(before.EValueGreater).Within(1e-9 * Math.Max(1, before.EValueGreater)));
                Assert.That(less, Is.EqualTo(before.EValueLess).Within(1e-9 * Math.Max(1, before.EValueLess)));
                Assert.That(Math.Min(treated.EValueGreater, Math.Min(treated.EValueLess, Math.Min(untreated.EValueGreater, untreated.EValueLess))), Is.GreaterThanOrEqualTo(0));
            },
            iter: 2_000);
    }

    [Test]
    public void Update_of_two_against_four_percent_finds_it_about_where_one_look_would()
    {
        long optimum = SampleSize.OfProportions(0.02, 0.04);
        List<double> ratios = [];
        for (int run = 0; run < 100; run++)
        {
            RandomizedDifferenceTest test = new();
            Random random = new(run);
            while (test.EValueGreater < 20 && test.Count < 4 * optimum)
            {
                bool treated = random.NextDouble() < 0.5;
                test.Update(treated, 0.5, random.NextDouble() < (treated ? 0.04 : 0.02) ? 1 : 0);
            }

            ratios.Add((double)test.Count / optimum);
        }

        ratios.Sort();
        Assert.That(ratios[50], Is.LessThan(0.8));
        Assert.That(ratios[95], Is.LessThan(2.2));
    }

    [Test]
    public void Update_finds_small_effects_on_values_that_hardly_vary()
    {
        RandomizedDifferenceTest test = new();
        Random random = new(5);
        for (int i = 0; i < 2_000 && test.EValueGreater < 20; i++)
        {
            bool treated = random.NextDouble() < 0.5;
            test.Update(treated, 0.5, 0.5 + (0.02 * (random.NextDouble() - 0.5)) + (treated ? 0.003 : 0));
        }

        // Half a standard deviation; bets of the size for zeros and ones would hardly move.
        Assert.That(test.EValueGreater, Is.GreaterThanOrEqualTo(20));
        Assert.That(test.EValueLess, Is.LessThan(0.1));
    }

    [Test]
    public void Update_shows_that_an_effect_is_less_than_a_margin()
    {
        RandomizedDifferenceTest test = new(0.05);
        Random random = new(7);
        for (int i = 0; i < 3_000; i++)
        {
            test.Update(random.NextDouble() < 0.25, 0.25, random.NextDouble() < 0.03 ? 1 : 0);
        }

        Assert.That((test.EValueLess > 100, test.EValueGreater < 1), Is.EqualTo((true, true)));
    }

    [Test]
    public void Update_counts_missing_values_and_refuses_what_is_out_of_range()
    {
        RandomizedDifferenceTest test = new();
        test.Update(true, 0.5, double.NaN);

        Assert.That((test.Count, test.MissingCount, test.EValueGreater, test.EValueLess), Is.EqualTo((0L, 1L, 1.0, 1.0)));
        Assert.That(() => test.Update(true, 1, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => test.Update(true, 0, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => test.Update(true, double.NaN, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => test.Update(true, 0.5, 1.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RandomizedDifferenceTest(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static RandomizedDifferenceTest After(IReadOnlyList<(bool Treated, double Share, double Value)> calls, double margin)
    {
        RandomizedDifferenceTest test = new(margin);
        foreach ((bool treated, double share, double value) in calls)
        {
            test.Update(treated, share, value);
        }

        return test;
    }
}
