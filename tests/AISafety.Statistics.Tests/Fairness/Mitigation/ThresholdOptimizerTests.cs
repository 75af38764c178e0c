using CsCheck;

namespace AISafety.Statistics.Tests;

public sealed class ThresholdOptimizerTests
{
    // Of each group two rows for certain, one of each label; scores of few values, so that there are ties.
    private static readonly Gen<(double Score, byte Label, int Group)[]> Rows = Gen.Int[1, 3].SelectMany(groups =>
        Gen.Select(Gen.Int[0, 5].Array[2 * groups], Gen.Select(Gen.Int[0, 5], Gen.Byte[0, 1], Gen.Int[0, groups - 1]).Array[0, 14])
            .Select((sure, others) => others.Select(row => (0.1 * row.Item1, row.Item2, row.Item3))
                .Concat(sure.Select((score, i) => (0.1 * score, (byte)(i % 2), i / 2))).ToArray()));

    [Test]
    public void Fit_one_rate_is_as_good_as_the_best_of_all_mixtures(
        [Values(FairnessCriterion.DemographicParity, FairnessCriterion.EqualOpportunity, FairnessCriterion.FalsePositiveRateParity)] FairnessCriterion criterion, [Values] ThresholdObjective objective)
    {
        Gen.Select(Rows, Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 0.5])).Sample((rows, tolerance) =>
        {
            ThresholdFit fit = Fit(rows, new() { Criterion = criterion, Objective = objective, Tolerance = tolerance });
            Assert.That(Spread(fit, criterion), Is.LessThanOrEqualTo(tolerance + 1e-9));
            (double gain, double cost, double nothing) = Prices(rows, objective);
            MixedThresholds[] groups = [.. rows.GroupBy(row => row.Group).Select(group => new MixedThresholds([.. group]))];
            double best = groups.SelectMany(group => group.Rates(criterion)).SelectMany(rate => new[] { rate, rate - tolerance }).Where(start => start >= 0)
                .Max(start => groups.Sum(group => group.Best(criterion, start, start + tolerance, gain, cost)));
            Assert.That(fit.Objective, Is.EqualTo(nothing + best).Within(1e-9));
        });
    }

    [Test]
    public void Fit_equalised_odds_are_kept_and_no_common_point_is_better([Values] ThresholdObjective objective)
    {
        Rows.Sample(rows =>
        {
            ThresholdFit fit = Fit(rows, new() { Criterion = FairnessCriterion.EqualizedOdds, Objective = objective });
            Assert.That(Spread(fit, FairnessCriterion.EqualOpportunity), Is.LessThan(1e-9));
            Assert.That(Spread(fit, FairnessCriterion.FalsePositiveRateParity), Is.LessThan(1e-9));
            (double gain, double cost, double nothing) = Prices(rows, objective);
            (double positives, double negatives) = (rows.Count(row => row.Label == 1), rows.Count(row => row.Label == 0));
            MixedThresholds[] groups = [.. rows.GroupBy(row => row.Group).Select(group => new MixedThresholds([.. group]))];
            double best = Enumerable.Range(0, 241).Select(i => i / 240.0).Max(rate => gain * positives * groups.Min(group => group.TruePositiveRateAt(rate)) - cost * negatives * rate);
            Assert.That(fit.Objective, Is.GreaterThanOrEqualTo(nothing + best - 1e-9));
        });
    }

    [Test]
    public void Fit_full_tolerance_is_the_best_that_each_group_can_do_alone()
    {
        Rows.Sample(rows =>
        {
            ThresholdFit fit = Fit(rows, new() { Tolerance = 1 });
            double alone = rows.GroupBy(row => row.Group).Sum(group => group.Select(row => row.Score).Append(double.PositiveInfinity).Max(threshold => group.Count(row => row.Score >= threshold == (row.Label == 1))));
            Assert.That(fit.Objective, Is.EqualTo(alone / rows.Length).Within(1e-12));
            Assert.That(fit.Thresholds.Groups.Any(rule => rule.IsRandomized), Is.False);
            double pooled = rows.Select(row => row.Score).Append(double.PositiveInfinity).Max(threshold => rows.Count(row => row.Score >= threshold == (row.Label == 1)));
            Assert.That(fit.Unconstrained, Is.EqualTo(pooled / rows.Length).Within(1e-12));
        });
    }

    [Test]
    public void Fit_more_tolerance_is_never_worse()
    {
        Gen.Select(Rows, Gen.Double[0, 0.5], Gen.Double[0, 0.5]).Sample((rows, tolerance, more) =>
            Assert.That(Fit(rows, new() { Tolerance = tolerance + more }).Objective, Is.GreaterThanOrEqualTo(Fit(rows, new() { Tolerance = tolerance }).Objective - 1e-12)));
    }

    // The rows of Fairlearn's own tests (test/unit/postprocessing, MIT), group A with the sign changed that flip=True changes there. Its
    // grid of 1,000 values makes 0.572 of 4/7 and 0.334 of 1/3; what follows from these is compared within that.
    [Test]
    public void Fit_Fairlearns_demographic_parity()
    {
        ThresholdFit fit = ThresholdOptimizer.Fit(FairlearnScores, FairlearnLabels, FairlearnGroups, 3);
        Assert.That(fit.Groups.Select(rates => rates.SelectionRate), Is.All.EqualTo(4.0 / 7).Within(1e-15));
        GroupThresholds rules = fit.Thresholds;
        Assert.That(rules.Probability(-2.4, 0), Is.EqualTo(0.8).Within(1e-12), "0.8008 there");
        Assert.That(rules.Probability(-2.5 - 1e-9, 0), Is.Zero);
        Assert.That((rules.Probability(0.49, 1), rules.Probability(0.51, 1)), Is.EqualTo((0.0, 1.0)), "0.00133 and 1 there");
        Assert.That(rules.Groups[1].IsRandomized, Is.False);
        Assert.That((rules.Probability(0.49, 2), rules.Probability(1.51, 2)), Is.EqualTo((0.0, 1.0)));
        Assert.That(rules.Probability(1, 2), Is.EqualTo(17.0 / 28).Within(1e-12), "0.608 there");
    }

    [Test]
    public void Fit_Fairlearns_equalised_odds()
    {
        ThresholdFit fit = ThresholdOptimizer.Fit(FairlearnScores, FairlearnLabels, FairlearnGroups, 3, new() { Criterion = FairnessCriterion.EqualizedOdds });
        Assert.That(fit.Groups.Select(rates => rates.FalsePositiveRate), Is.All.EqualTo(1.0 / 3).Within(1e-12));
        Assert.That(fit.Groups.Select(rates => rates.TruePositiveRate), Is.All.EqualTo(2.0 / 3).Within(1e-12));
        GroupThresholds rules = fit.Thresholds;
        Assert.That(rules.Probability(-2.4, 0), Is.EqualTo(2.0 / 3).Within(1e-12), "0.6673 there");
        Assert.That(rules.Probability(-3, 0), Is.EqualTo(0).Within(1e-12), "0.0007 there");
        Assert.That(rules.Probability(0, 1), Is.EqualTo(0.2 / 3).Within(1e-12), "0.0673 there, of which 0.0008 from the grid");
        Assert.That(rules.Probability(1, 1), Is.EqualTo(0.2 / 3 + 0.8).Within(1e-12), "0.8673 there");
        Assert.That(rules.Probability(0, 2), Is.EqualTo(0).Within(1e-12));
        Assert.That(rules.Probability(2, 2), Is.EqualTo(1).Within(1e-12));
        Assert.That(rules.Probability(1, 2), Is.EqualTo(0.5).Within(1e-12), "0.501 there");
    }

    [Test]
    public void Fit_missing_scores_are_passed_over_and_the_unit_does_not_matter()
    {
        Rows.Sample(rows =>
        {
            ThresholdFit fit = Fit(rows, new());
            ThresholdFit other = Fit([.. rows.Select(row => (1e6 * row.Score - 7, row.Label, row.Group)), (double.NaN, 1, 0), (double.NaN, 0, 0)], new());
            Assert.That(other.Objective, Is.EqualTo(fit.Objective).Within(1e-12));
            Assert.That(other.Groups.Select(group => group.SelectionRate), Is.EqualTo(fit.Groups.Select(group => group.SelectionRate)).Within(1e-12));
        });
    }

    [Test]
    public void Fit_a_group_without_a_label_is_refused_where_its_rate_is_compared_and_else_fitted()
    {
        (double, byte, int)[] rows = [(0.1, 0, 0), (0.9, 1, 0), (0.3, 0, 1), (0.6, 0, 1)];
        foreach (FairnessCriterion criterion in new[] { FairnessCriterion.EqualOpportunity, FairnessCriterion.EqualizedOdds })
        {
            Assert.That(() => Fit(rows, new() { Criterion = criterion }), Throws.ArgumentException.With.Message.Contains("Group 1 has no row of label 1"));
        }

        ThresholdFit parity = Fit(rows, new());
        Assert.That((parity.Groups[0].SelectionRate, parity.Groups[1].SelectionRate), Is.EqualTo((0.0, 0.0)), "a half of each is as good, and more");
        Assert.That(parity.Groups[1].TruePositiveRate, Is.NaN);
        Assert.That(Spread(Fit(rows, new() { Criterion = FairnessCriterion.FalsePositiveRateParity }), FairnessCriterion.FalsePositiveRateParity), Is.Zero);
    }

    [Test]
    public void Fit_what_cannot_be_used_is_refused()
    {
        Assert.That(() => ThresholdOptimizer.Fit([0.1, 0.2], [0, 1], [0, 0], 2), Throws.ArgumentException.With.Message.Contains("Group 1 has no row"));
        Assert.That(() => ThresholdOptimizer.Fit([0.1, 0.2], [1, 1], [0, 0], 1), Throws.ArgumentException.With.Message.Contains("the same label"));
        Assert.That(() => ThresholdOptimizer.Fit([0.1, double.PositiveInfinity], [0, 1], [0, 0], 1), Throws.ArgumentException);
        Assert.That(() => ThresholdOptimizer.Fit([0.1, 0.2], [0, 1], [0, 1], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("groups"));
        Assert.That(() => ThresholdOptimizer.Fit([0.1, 0.2], [0, 1], [0, 0], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        foreach (ThresholdOptions options in new ThresholdOptions[]
        {
            new() { Criterion = FairnessCriterion.PredictiveParity },
            new() { Objective = (ThresholdObjective)9 },
            new() { Tolerance = -0.1 },
            new() { Tolerance = double.NaN },
            new() { Criterion = FairnessCriterion.EqualizedOdds, Tolerance = 0.1 },
        })
        {
            Assert.That(() => ThresholdOptimizer.Fit([0.1, 0.2], [0, 1], [0, 0], 1, options), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    private static double[] FairlearnScores => [.. "0011233".Select(c => -(c - '0')), .. "0001111011112".Select(c => c - '0')];

    private static byte[] FairlearnLabels => [.. "01101000010111000111".Select(c => (byte)(c - '0'))];

    private static int[] FairlearnGroups => [.. Enumerable.Range(0, 20).Select(i => i / 7)];

    private static ThresholdFit Fit((double Score, byte Label, int Group)[] rows, ThresholdOptions options) => ThresholdOptimizer.Fit(
        [.. rows.Select(row => row.Score)], [.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Group)], rows.Max(row => row.Group) + 1, options);

    private static double Spread(ThresholdFit fit, FairnessCriterion criterion)
    {
        double[] rates = [.. fit.Groups.Select(group => criterion switch
        {
            FairnessCriterion.DemographicParity => group.SelectionRate,
            FairnessCriterion.EqualOpportunity => group.TruePositiveRate,
            _ => group.FalsePositiveRate,
        })];
        return rates.Max() - rates.Min();
    }

    private static (double Gain, double Cost, double Nothing) Prices((double Score, byte Label, int Group)[] rows, ThresholdObjective objective)
    {
        double positives = rows.Count(row => row.Label == 1);
        double negatives = rows.Length - positives;
        return objective == ThresholdObjective.Accuracy ? (1 / (positives + negatives), 1 / (positives + negatives), negatives / (positives + negatives)) : (0.5 / positives, 0.5 / negatives, 0.5);
    }
}
