using CsCheck;

namespace AISafety.Statistics.Tests.Sequential;

[TestFixture]
public sealed class RandomizedGapTests
{
    private static readonly Gen<(bool Treated, double Value)> s_call = Gen.Select(Gen.Bool, Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 1]));

    [Test]
    public void Update_of_a_pair_is_a_fair_game_where_the_gap_grows_by_the_margin()
    {
        Gen.Select(Gen.Select(s_call, s_call).List[0, 30], Gen.Double[0.02, 0.98], Gen.Double[0, 0.4], Gen.Double[-0.4, 0.4], Gen.Double[0.4, 0.6]).Sample(
            (history, share, margin, secondEffect, without) =>
            {
                // The effect on the first group is that on the second and the margin; all outcomes are in 0 to 1.
                double firstEffect = Math.Clamp(secondEffect + margin, -0.4, 0.4);
                double difference = firstEffect - secondEffect;
                RandomizedGapTest before = After(history, share, difference);
                double greater = 0;
                double less = 0;
                foreach ((bool first, bool second) in (ReadOnlySpan<(bool, bool)>)[(true, true), (true, false), (false, true), (false, false)])
                {
                    double chance = (first ? share : 1 - share) * (second ? share : 1 - share);
                    RandomizedGapTest after = After([.. history, ((first, without + (first ? firstEffect : 0)), (second, without + (second ? secondEffect : 0)))], share, difference);
                    greater += chance * after.EValueGreater;
                    less += chance * after.EValueLess;
                }

                Assert.That(greater, Is.EqualTo(before.EValueGreater).Within(1e-9 * Math.Max(1, before.EValueGreater)));
                Assert.That(less, Is.EqualTo(before.EValueLess).Within(1e-9 * Math.Max(1, before.EValueLess)));
            },
            iter: 1_000);
    }

    [Test]
    public void Update_finds_a_gap_and_not_what_both_groups_have_alike()
    {
        RandomizedGapTest gap = new();
        RandomizedGapTest alike = new();
        Random random = new(3);
        for (int i = 0; i < 12_000; i++)
        {
            bool second = random.NextDouble() < 0.3;
            bool treated = random.NextDouble() < 0.5;
            double u = random.NextDouble();
            gap.Update(second, treated, 0.5, u < (treated && second ? 0.45 : 0.6) ? 1 : 0);
            alike.Update(second, treated, 0.5, u < (treated ? 0.45 : 0.6) ? 1 : 0);
        }

        Assert.That((gap.EValueGreater > 20, alike.EValueGreater < 20, alike.EValueLess < 20), Is.EqualTo((true, true, true)));
        Assert.That(gap.UnpairedCount, Is.GreaterThan(0));
    }

    [Test]
    public void Update_without_a_partner_waits_in_bounded_memory()
    {
        RandomizedGapTest test = new();
        for (int i = 0; i < RandomizedGapTest.Capacity + 10; i++)
        {
            test.Update(false, true, 0.5, 1);
        }

        test.Update(true, true, 0.5, double.NaN);

        Assert.That((test.PairCount, test.UnpairedCount, test.MissingCount), Is.EqualTo((0L, 10L, 1L)));
    }

    private static RandomizedGapTest After(IReadOnlyList<((bool Treated, double Value) First, (bool Treated, double Value) Second)> pairs, double share, double margin)
    {
        RandomizedGapTest test = new(margin);
        foreach (((bool Treated, double Value) first, (bool Treated, double Value) second) in pairs)
        {
            test.Update(false, first.Treated, share, first.Value);
            test.Update(true, second.Treated, share, second.Value);
        }

        return test;
    }
}
