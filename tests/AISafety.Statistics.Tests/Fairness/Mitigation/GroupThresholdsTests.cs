namespace AISafety.Statistics.Tests;

public sealed class GroupThresholdsTests
{
    private static readonly GroupThreshold Stepped = new(0.2, 0.6, 0.1, 0.5, 0.9);

    private static readonly GroupThresholds Rules = new([Stepped, GroupThreshold.At(0.3)], GroupThreshold.At(0.5));

    [TestCase(-1, 0.1)]
    [TestCase(0.2, 0.5)]
    [TestCase(0.59, 0.5)]
    [TestCase(0.6, 0.9)]
    [TestCase(double.PositiveInfinity, 0.9)]
    public void Probability_steps_include_their_lower_end(double score, double expected) => Assert.That(Rules.Probability(score, 0), Is.EqualTo(expected));

    [TestCase(-1)]
    [TestCase(2)]
    [TestCase(int.MaxValue)]
    public void Probability_group_that_is_none_is_decided_by_the_pooled_rule(int group) =>
        Assert.That((Rules.Probability(0.49, group), Rules.Probability(0.5, group)), Is.EqualTo((0.0, 1.0)));

    [Test]
    public void Decide_selects_the_draws_below_the_probability()
    {
        Random random = new(5);
        int selected = Enumerable.Range(0, 100_000).Count(_ => Rules.Decide(0.4, 0, random.NextDouble()));
        Assert.That(selected / 1e5, Is.EqualTo(0.5).Within(0.01));
        Assert.That((Rules.Decide(0.4, 0, 0.4999), Rules.Decide(0.4, 0, 0.5)), Is.EqualTo((true, false)));
        Assert.That((Rules.Decide(0.3, 1, 0.9999), Rules.Decide(0.29, 1, 0)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Decide_what_is_no_number_or_no_draw_is_refused()
    {
        Assert.That(() => Rules.Decide(double.NaN, 0, 0), Throws.ArgumentException);
        Assert.That(() => Rules.Decide(0, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Rules.Decide(0, 0, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Rules_that_fall_or_are_none_are_refused()
    {
        GroupThreshold plain = GroupThreshold.At(0);
        foreach (GroupThreshold bad in new GroupThreshold[]
        {
            Stepped with { Lower = 0.7 },
            Stepped with { Below = -0.1 },
            Stepped with { Below = 0.6 },
            Stepped with { Between = 0.95 },
            Stepped with { Above = 1.1 },
            Stepped with { Upper = double.NaN },
            Stepped with { Between = double.NaN },
        })
        {
            Assert.That(() => new GroupThresholds([plain, bad], plain), Throws.ArgumentException);
            Assert.That(() => new GroupThresholds([plain], bad), Throws.ArgumentException);
        }

        Assert.That(() => new GroupThresholds([], plain), Throws.ArgumentException);
        Assert.That((plain.IsRandomized, Stepped.IsRandomized), Is.EqualTo((false, true)));
    }
}
