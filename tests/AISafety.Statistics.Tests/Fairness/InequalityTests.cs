using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class InequalityTests
{
    [Test]
    public void GeneralizedEntropy_equals_its_definition_by_hand()
    {
        // Of 1, 2, 3: mean 2; relative 0.5, 1, 1.5.
        double[] benefits = [1, 2, 3];
        Assert.That(Inequality.GeneralizedEntropy(benefits).Value, Is.EqualTo((0.25 + 1 + 2.25 - 3) / 6).Within(1e-15));
        Assert.That(Inequality.GeneralizedEntropy(benefits, 1).Value, Is.EqualTo((0.5 * Math.Log(0.5) + 1.5 * Math.Log(1.5)) / 3).Within(1e-15));
        Assert.That(Inequality.GeneralizedEntropy(benefits, 0).Value, Is.EqualTo(-(Math.Log(0.5) + Math.Log(1.5)) / 3).Within(1e-15));
        Assert.That(Inequality.GeneralizedEntropy(benefits, 3).Value, Is.EqualTo((0.125 + 1 + 3.375 - 3) / (3 * 6)).Within(1e-15));
        Assert.That(Inequality.GeneralizedEntropy(benefits, -1).Value, Is.EqualTo((2 + 1 + 2 / 3.0 - 3) / (3 * 2)).Within(1e-15));
    }

    [Test]
    public void Entropy_of_counts_equals_that_of_the_rows_and_is_never_negative()
    {
        Gen<ConfusionCounts> table = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9]).Select(static (a, b, c, d) => new ConfusionCounts(a, b, c, d));
        Gen.Select(table.Array[1, 5], Gen.Int[0, 3].Select(static i => new[] { 0.5, 1, 2, 3 }[i])).Sample((tables, alpha) =>
        {
            GroupCounts counts = new(tables.Length);
            for (int group = 0; group < tables.Length; group++)
            {
                counts.Add(group, tables[group]);
            }

            ConfusionCounts all = counts.Total;
            double[] benefits = [.. Enumerable.Repeat(0.0, (int)all.FalseNegatives), .. Enumerable.Repeat(1.0, (int)(all.TruePositives + all.TrueNegatives)), .. Enumerable.Repeat(2.0, (int)all.FalsePositives)];
            FairnessValue whole = Inequality.GeneralizedEntropy(all, alpha);
            FairnessValue rows = Inequality.GeneralizedEntropy(benefits, alpha);
            FairnessValue between = Inequality.BetweenGroups(counts, alpha);
            Assert.That(whole.Status, Is.EqualTo(rows.Status));
            Assert.That(between.Status, Is.EqualTo(rows.Status));
            if (whole.IsDefined)
            {
                Assert.That(whole.Value, Is.EqualTo(rows.Value).Within(1e-12));
                Assert.That(between.Value, Is.InRange(0, whole.Value + 1e-12), "the part between groups is a part");
            }
        });
    }

    [TestCase(1, 0.9999999999999999)]
    [TestCase(1, 1.0000001)]
    [TestCase(0, 1e-17)]
    [TestCase(0, -1e-9)]
    public void Entropy_next_to_the_special_orders_is_theirs(double special, double alpha)
    {
        double[] benefits = [1, 1, 1, 2, 0.5];
        Assert.That(Inequality.GeneralizedEntropy(benefits, alpha).Value, Is.EqualTo(Inequality.GeneralizedEntropy(benefits, special).Value).Within(1e-7));
    }

    [TestCase(0.49)]
    [TestCase(0.51)]
    [TestCase(-1.7)]
    [TestCase(3.3)]
    public void Entropy_of_any_order_equals_its_definition(double alpha)
    {
        double[] benefits = [1, 1, 1, 2, 0.5];
        double expected = benefits.Average(b => (Math.Pow(b / 1.1, alpha) - 1) / (alpha * (alpha - 1)));
        Assert.That(Inequality.GeneralizedEntropy(benefits, alpha).Value, Is.EqualTo(expected).Within(1e-14));
    }

    [Test]
    public void Entropy_without_a_mean_or_rows_says_why()
    {
        Assert.That(Inequality.GeneralizedEntropy([]).Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(Inequality.GeneralizedEntropy([0, 0]).Status, Is.EqualTo(ValueStatus.ZeroBenefit));
        Assert.That(Inequality.GeneralizedEntropy([0, 1], 0).Status, Is.EqualTo(ValueStatus.ZeroBenefit));
        Assert.That(Inequality.GeneralizedEntropy([1e308, 1e308]).Status, Is.EqualTo(ValueStatus.NotFinite));
        Assert.That(Inequality.Theil(default).Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(() => Inequality.GeneralizedEntropy([1, double.NaN]), Throws.ArgumentException);
        Assert.That(() => Inequality.GeneralizedEntropy([-1]), Throws.ArgumentException);
        Assert.That(() => Inequality.GeneralizedEntropy([1], double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void DifferentialFairness_equals_its_definition_by_hand()
    {
        GroupCounts counts = GroupCounts.Of([0, 0, 0, 1, 1], [1, 0, 0, 1, 1], [1, 1, 0, 0, 0], 3);

        // Rates of prediction 1: 2.5 of 4 and 0.5 of 3; of prediction 0: 1.5 of 4 and 2.5 of 3.
        Assert.That(DifferentialFairness.OfPredictions(counts).Value, Is.EqualTo(Math.Log(2.5 / 4 / (0.5 / 3))).Within(1e-14));

        // Of label 1: 1.5 of 4 and 2.5 of 3; of label 0: 2.5 of 4 and 0.5 of 3.
        Assert.That(DifferentialFairness.OfLabels(counts).Value, Is.EqualTo(Math.Log(2.5 / 4 / (0.5 / 3))).Within(1e-14));
        Assert.That(DifferentialFairness.OfPredictions(GroupCounts.Of([0], [1], [1], 2)).Status, Is.EqualTo(ValueStatus.FewerThanTwoGroups));
        Assert.That(() => DifferentialFairness.OfLabels(counts, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ConditionalDisparity_is_the_mean_over_strata_weighted_by_rows()
    {
        // Rejected 3 and selected 2, of which group 0 has 2 and 0: 2/3. Then 1 and 1, of which 0 and 1: -1.
        GroupCounts first = GroupCounts.Of([0, 0, 1, 1, 1], [0, 0, 0, 0, 0], [0, 0, 0, 1, 1], 2);
        GroupCounts second = GroupCounts.Of([0, 1], [0, 0], [1, 0], 2);
        GroupCounts allRejected = GroupCounts.Of([0, 1], [0, 0], [0, 0], 2);
        Assert.That(ConditionalDisparity.Demographic(first, 0).Value, Is.EqualTo(2 / 3.0).Within(1e-15));
        FairnessValue both = ConditionalDisparity.Conditional([first, second, allRejected], 0);
        Assert.That(both.Value, Is.EqualTo((5 * 2 / 3.0 - 2) / 7).Within(1e-15));
        Assert.That(both.Count, Is.EqualTo(7));
        Assert.That(ConditionalDisparity.Demographic(allRejected, 0).Status, Is.EqualTo(ValueStatus.NoneSelected));
        Assert.That(ConditionalDisparity.Conditional([allRejected], 0).Status, Is.EqualTo(ValueStatus.NoStratum));
        Assert.That(() => ConditionalDisparity.Demographic(first, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
