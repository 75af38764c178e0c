namespace AISafety.Statistics.Tests;

public sealed class DisparateImpactTests
{
    [Test]
    public void Compute_ratios_are_to_the_group_of_reference()
    {
        DisparateImpact impact = DisparateImpact.Compute(Of((100, 50), (200, 60), (50, 40), (10, 0), (0, 0)), reference: 0);
        Assert.That(impact.Ratios[0].Value, Is.EqualTo(1));
        Assert.That(impact.Ratios[1].Value, Is.EqualTo(0.6).Within(1e-15));
        Assert.That(impact.Ratios[2].Value, Is.EqualTo(1.6).Within(1e-15), "the reference need not have the highest rate");
        Assert.That(impact.Ratios[3].Status, Is.EqualTo(ValueStatus.SmallGroup));
        Assert.That(impact.Ratios[4].Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(impact.Least.Value, Is.EqualTo(0.6).Within(1e-15));
        Assert.That(impact.Least.Interval.Upper, Is.LessThan(1));
        Assert.That(impact.Least.Value < DisparateImpact.FourFifths, Is.True);
    }

    [Test]
    public void Compute_without_a_usable_reference_says_why()
    {
        Assert.That(DisparateImpact.Compute(Of((100, 0), (200, 60)), 0).Least.Status, Is.EqualTo(ValueStatus.ZeroDenominator));
        Assert.That(DisparateImpact.Compute(Of((10, 5), (200, 60)), 0).Ratios[1].Status, Is.EqualTo(ValueStatus.SmallGroup));
        Assert.That(DisparateImpact.Compute(Of((0, 0), (200, 60)), 0).Least.Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(DisparateImpact.Compute(Of((100, 10)), 0).Least.Status, Is.EqualTo(ValueStatus.FewerThanTwoGroups));
        Assert.That(() => DisparateImpact.Compute(Of((100, 10)), 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("reference"));
    }

    [Test]
    public void Compute_intervals_of_equal_groups_hold_one_together()
    {
        Random random = new(41);
        int held = 0;
        for (int sample = 0; sample < 1_000; sample++)
        {
            DisparateImpact impact = DisparateImpact.Compute(Of([.. Enumerable.Range(0, 4).Select(_ => (80, Enumerable.Range(0, 80).Count(_ => random.NextDouble() < 0.3)))]), 0);
            held += impact.Ratios.All(static ratio => ratio.Interval.Contains(1)) ? 1 : 0;
        }

        Assert.That(held, Is.AtLeast(950));
    }

    private static GroupCounts Of(params (int Rows, int Selected)[] groups)
    {
        GroupCounts counts = new(groups.Length);
        for (int group = 0; group < groups.Length; group++)
        {
            counts.Add(group, new ConfusionCounts(groups[group].Selected, 0, groups[group].Rows - groups[group].Selected, 0));
        }

        return counts;
    }
}
