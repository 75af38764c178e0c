namespace AISafety.Statistics.Tests;

public sealed class SimpsonParadoxTests
{
    [Test]
    public void Test_admissions_of_Berkeley_are_a_paradox()
    {
        // Bickel, Hammel and O'Connell, Science 187, 1975, the six largest departments: men and women admitted and rejected.
        GroupCounts[] departments = [Of(512, 313, 89, 19), Of(353, 207, 17, 8), Of(120, 205, 202, 391), Of(138, 279, 131, 244), Of(53, 138, 94, 299), Of(22, 351, 24, 317)];
        SimpsonParadoxResult result = SimpsonParadox.Test(departments, 0, 1);
        Assert.That(result.IsParadox, Is.True);
        Assert.That(result.Aggregate.Value, Is.EqualTo(1198 / 2691.0 - 557 / 1835.0).Within(1e-12));
        Assert.That(result.Aggregate.Interval.Lower, Is.GreaterThan(0.1));
        Assert.That(result.Reversed, Is.EqualTo(new[] { 0 }));
        Assert.That(result.Strata[0].Interval.Upper, Is.LessThan(0));
    }

    [Test]
    public void Test_a_reversal_that_chance_explains_is_none()
    {
        // Charig et al., BMJ 292, 1986: both strata reverse, neither by more than chance.
        GroupCounts[] stones = [Of(81, 6, 234, 36), Of(192, 71, 55, 25)];
        SimpsonParadoxResult result = SimpsonParadox.Test(stones, 0, 1);
        Assert.That(result.Aggregate.Value, Is.LessThan(0));
        Assert.That(result.Strata.Select(static one => one.Value), Is.All.GreaterThan(0));
        Assert.That(result.IsParadox, Is.False);
        Assert.That(result.Reversed, Is.Empty);
    }

    [Test]
    public void Test_a_stratum_that_agrees_is_no_paradox()
    {
        GroupCounts[] strata = [Of(900, 100, 500, 500), Of(100, 900, 300, 700), Of(9_000, 1_000, 100, 900)];
        SimpsonParadoxResult result = SimpsonParadox.Test(strata, 0, 1);
        Assert.That(result.Reversed, Is.EqualTo(new[] { 1 }));
        Assert.That(result.IsParadox, Is.False);
    }

    [Test]
    public void Test_equal_groups_in_unequal_strata_are_seldom_a_paradox()
    {
        // Within strata the groups do not differ; over all rows they do. Nothing is reversed, whatever chance does.
        Random random = new(7);
        int found = 0;
        for (int sample = 0; sample < 500; sample++)
        {
            GroupCounts[] strata = [Draw(random, 300, 60, 0.8), Draw(random, 60, 300, 0.2)];
            found += SimpsonParadox.Test(strata, 0, 1).IsParadox ? 1 : 0;
        }

        Assert.That(found, Is.LessThan(25));
    }

    [Test]
    public void Test_empty_strata_say_why_and_bad_input_is_refused()
    {
        SimpsonParadoxResult result = SimpsonParadox.Test([Of(1, 1, 0, 0)], 0, 1);
        Assert.That(result.Strata[0].Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(result.IsParadox, Is.False);
        Assert.That(() => SimpsonParadox.Test([], 0, 1), Throws.ArgumentException);
        Assert.That(() => SimpsonParadox.Test([new(2), new(3)], 0, 1), Throws.ArgumentException);
        Assert.That(() => SimpsonParadox.Test([new(2)], 0, 2), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("second"));
        Assert.That(() => SimpsonParadox.Test([new(2)], 0, 1, GroupRate.FalseNegativesPerFalsePositive), Throws.ArgumentException);
        Assert.That(() => SimpsonParadox.Test([new(2)], 0, 1, confidence: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static GroupCounts Of(long firstSelected, long firstRejected, long secondSelected, long secondRejected)
    {
        GroupCounts counts = new(2);
        counts.Add(0, new ConfusionCounts(firstSelected, 0, firstRejected, 0));
        counts.Add(1, new ConfusionCounts(secondSelected, 0, secondRejected, 0));
        return counts;
    }

    private static GroupCounts Draw(Random random, int first, int second, double rate)
    {
        GroupCounts counts = new(2);
        for (int i = 0; i < first + second; i++)
        {
            counts.Add(i < first ? 0 : 1, 0, (byte)(random.NextDouble() < rate ? 1 : 0));
        }

        return counts;
    }
}
