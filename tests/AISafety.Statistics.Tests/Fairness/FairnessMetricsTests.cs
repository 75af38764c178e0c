using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class FairnessMetricsTests
{
    private static readonly FairnessOptions AllGroups = new() { MinimumGroupSize = 1 };

    private static readonly FairnessCriterion[] Criteria = Enum.GetValues<FairnessCriterion>();

    // Two groups by hand: selection 30/50 and 10/50, TPR 20/25 and 8/20, FPR 10/25 and 2/30, PPV 20/30 and 8/10, accuracy 35/50 and 36/50, FN/FP 5/10 and 12/2.
    private static readonly GroupCounts Two = Of(new(20, 10, 15, 5), new(8, 2, 28, 12));

    [TestCase(FairnessCriterion.DemographicParity, 0.4, 1 / 3.0)]
    [TestCase(FairnessCriterion.EqualOpportunity, 0.4, 0.5)]
    [TestCase(FairnessCriterion.FalsePositiveRateParity, 1 / 3.0, 1 / 6.0)]
    [TestCase(FairnessCriterion.EqualizedOdds, 0.4, 1 / 6.0)]
    [TestCase(FairnessCriterion.PredictiveParity, 2 / 15.0, 5 / 6.0)]
    [TestCase(FairnessCriterion.AccuracyParity, 0.02, 35 / 36.0)]
    [TestCase(FairnessCriterion.TreatmentEquality, 5.5, 1 / 12.0)]
    public void Gap_equals_what_one_computes_by_hand(FairnessCriterion criterion, double difference, double ratio)
    {
        FairnessGap gap = FairnessMetrics.Compute(Two).Gap(criterion);
        Assert.That(gap.Difference.Value, Is.EqualTo(difference).Within(1e-12));
        Assert.That(gap.Ratio.Value, Is.EqualTo(ratio).Within(1e-12));
        Assert.That(gap.Difference.Interval.Contains(difference), Is.True);
        Assert.That(gap.Ratio.Interval.Contains(ratio), Is.True);
        Assert.That(gap.Excluded, Is.Empty);
    }

    [Test]
    public void Gap_names_the_groups_at_both_ends()
    {
        FairnessMetrics metrics = FairnessMetrics.Compute(Two, ["a", "b"]);
        Assert.That(metrics.DemographicParity.Greatest, Is.Zero);
        Assert.That(metrics.DemographicParity.Least, Is.EqualTo(1));
        Assert.That(metrics.PredictiveParity.Greatest, Is.EqualTo(1));
        Assert.That(metrics.Groups[1].Name, Is.EqualTo("b"));
        Assert.That(metrics.DemographicParity.Difference.Interval.Lower, Is.GreaterThan(0.1), "30 of 50 and 10 of 50 differ");
    }

    [Test]
    public void Undefined_rates_say_why_and_are_never_zero()
    {
        FairnessMetrics metrics = FairnessMetrics.Compute(Of(new(0, 3, 40, 0), new(20, 0, 0, 20), default, new(0, 0, 50, 0)));
        Assert.That(metrics.Groups[0].TruePositiveRate.Status, Is.EqualTo(ValueStatus.NoPositives));
        Assert.That(metrics.Groups[0].TruePositiveRate.Value, Is.NaN);
        Assert.That(metrics.Groups[0].TruePositiveRate.Reason, Does.Contain("label 1"));
        Assert.That(metrics.Groups[1].FalsePositiveRate.Status, Is.EqualTo(ValueStatus.NoNegatives));
        Assert.That(metrics.Groups[1][GroupRate.FalseNegativesPerFalsePositive].Status, Is.EqualTo(ValueStatus.NoFalsePositives));
        Assert.That(metrics.Groups[2].Accuracy.Status, Is.EqualTo(ValueStatus.NoRows));
        Assert.That(metrics.Groups[3].PositivePredictiveValue.Status, Is.EqualTo(ValueStatus.NoneSelected));
        Assert.That(metrics.EqualOpportunity.Difference.Status, Is.EqualTo(ValueStatus.FewerThanTwoGroups));
        Assert.That(metrics.EqualOpportunity.Excluded, Is.EqualTo(new[] { 0, 2, 3 }));
        Assert.That(metrics.EqualizedOdds.Difference.IsDefined, Is.False);
        Assert.That(metrics.DemographicParity.Excluded, Is.EqualTo(new[] { 2 }));
        Assert.That(default(FairnessValue).IsDefined, Is.False);
    }

    [Test]
    public void Ratio_of_zeros_is_undefined_and_not_zero()
    {
        FairnessGap gap = FairnessMetrics.Compute(Of(new(0, 0, 40, 3), new(0, 0, 60, 2))).DemographicParity;
        Assert.That(gap.Difference.Value, Is.Zero);
        Assert.That(gap.Ratio.Status, Is.EqualTo(ValueStatus.ZeroDenominator));
    }

    [Test]
    public void A_small_group_is_listed_but_not_compared()
    {
        FairnessMetrics metrics = FairnessMetrics.Compute(Of(new(20, 10, 15, 5), new(8, 2, 28, 12), new(9, 0, 0, 0)));
        Assert.That(metrics.Groups[2].IsSmall, Is.True);
        Assert.That(metrics.Groups[2].SelectionRate.Value, Is.EqualTo(1));
        Assert.That(metrics.DemographicParity.Excluded, Is.EqualTo(new[] { 2 }));
        Assert.That(metrics.DemographicParity.Difference.Value, Is.EqualTo(0.4).Within(1e-12));
        Assert.That(metrics.Overall.Counts.Count, Is.EqualTo(109));
    }

    [Test]
    public void A_single_group_has_no_gap()
    {
        FairnessMetrics metrics = FairnessMetrics.Compute(Of(new ConfusionCounts(20, 10, 15, 5)));
        foreach (FairnessCriterion criterion in Criteria)
        {
            Assert.That(metrics.Gap(criterion).Difference.Status, Is.EqualTo(ValueStatus.FewerThanTwoGroups));
            Assert.That(metrics.Gap(criterion).Greatest, Is.EqualTo(-1));
        }
    }

    [Test]
    public void Gap_lies_in_its_range_and_does_not_depend_on_the_order_of_groups()
    {
        Gen<ConfusionCounts> table = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 40]).Select(static (a, b, c, d) => new ConfusionCounts(a, b, c, d));
        table.Array[2, 6].Sample(
            tables =>
            {
                FairnessMetrics metrics = FairnessMetrics.Compute(Of(tables), options: AllGroups);
                FairnessMetrics reversed = FairnessMetrics.Compute(Of([.. tables.Reverse()]), options: AllGroups);
                foreach (FairnessCriterion criterion in Criteria)
                {
                    FairnessGap gap = metrics.Gap(criterion);
                    Assert.That(reversed.Gap(criterion).Difference, Is.EqualTo(gap.Difference));
                    Assert.That(reversed.Gap(criterion).Ratio, Is.EqualTo(gap.Ratio));
                    double most = criterion == FairnessCriterion.TreatmentEquality ? double.PositiveInfinity : 1;
                    Assert.That(gap.Difference.IsDefined, Is.EqualTo(!double.IsNaN(gap.Difference.Value)));
                    AssertWithin(gap.Difference, most);
                    AssertWithin(gap.Ratio, 1);
                }
            },
            iter: 300);

        static void AssertWithin(FairnessValue value, double most)
        {
            if (value.IsDefined)
            {
                Assert.That(value.Value, Is.InRange(0, most));
                Assert.That(value.Interval.Lower, Is.InRange(0, value.Value + 1e-12));
                Assert.That(value.Interval.Upper, Is.InRange(value.Value - 1e-12, most));
            }
        }
    }

    [Test]
    public void Interval_shrinks_with_rows()
    {
        FairnessGap few = FairnessMetrics.Compute(Two).DemographicParity;
        FairnessGap many = FairnessMetrics.Compute(Of(new(20_000, 10_000, 15_000, 5_000), new(8_000, 2_000, 28_000, 12_000))).DemographicParity;
        Assert.That(many.Difference.Value, Is.EqualTo(few.Difference.Value).Within(1e-12));
        Assert.That(many.Difference.Interval.Width, Is.LessThan(few.Difference.Interval.Width / 20));
        Assert.That(many.Ratio.Interval.Width, Is.LessThan(few.Ratio.Interval.Width / 20));
    }

    [Test]
    public void Compute_bad_options_name_the_option_and_what_was_expected()
    {
        Assert.That(() => FairnessMetrics.Compute(Two, options: new() { Confidence = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Confidence is 1"));
        Assert.That(() => FairnessMetrics.Compute(Two, options: new() { Confidence = double.NaN }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => FairnessMetrics.Compute(Two, options: new() { MinimumGroupSize = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("MinimumGroupSize"));
        Assert.That(() => FairnessMetrics.Compute(Two, ["one"]), Throws.ArgumentException.With.Property("ParamName").EqualTo("names"));
    }

    private static GroupCounts Of(params ConfusionCounts[] tables)
    {
        GroupCounts counts = new(tables.Length);
        for (int group = 0; group < tables.Length; group++)
        {
            counts.Add(group, tables[group]);
        }

        return counts;
    }
}
