using CsCheck;

namespace AISafety.Statistics.Tests.Sequential;

[TestFixture]
public sealed class SampleRatioTests
{
    [Test]
    public void Update_is_a_fair_game_at_any_share()
    {
        Gen.Select(Gen.Select(Gen.Bool, Gen.Double[0.01, 0.99]).List[0, 50], Gen.Double[0.01, 0.99]).Sample(
            (history, share) =>
            {
                double before = After(history).EValue;
                double mean = (share * After([.. history, (true, share)]).EValue) + ((1 - share) * After([.. history, (false, share)]).EValue);

                Assert.That(mean, Is.EqualTo(before).Within(1e-9 * Math.Max(1, before)));
            },
            iter: 1_000);
    }

    [Test]
    public void Update_finds_a_tenth_of_an_arm_lost()
    {
        SampleRatioTest right = new();
        SampleRatioTest lost = new();
        Random random = new(2);
        for (int i = 0; i < 60_000; i++)
        {
            bool treated = random.NextDouble() < 0.25;
            right.Update(treated, 0.25);
            if (!treated || random.NextDouble() < 0.9)
            {
                lost.Update(treated, 0.25);
            }
        }

        Assert.That((right.EValue < 20, lost.EValue > 1000), Is.EqualTo((true, true)));
        Assert.That(right.ExpectedCount, Is.EqualTo(15_000).Within(1e-6));
    }

    private static SampleRatioTest After(IEnumerable<(bool Treated, double Share)> units)
    {
        SampleRatioTest test = new();
        foreach ((bool treated, double share) in units)
        {
            test.Update(treated, share);
        }

        return test;
    }
}
