using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Tests.Fairness.Reporting;

[TestFixture]
public sealed class FairnessReportTests
{
    private static readonly GroupAttribute Two = new("sex", ["women", "men"]);

    [Test]
    public void Of_keeps_what_the_metrics_say()
    {
        Decisions decisions = new(1);
        FairnessReport report = decisions.Report();
        GroupCounts counts = GroupCounts.Of(decisions.Groups, decisions.Labels, decisions.Predictions, 3);
        FairnessMetrics own = FairnessMetrics.Compute(counts, decisions.Attribute.Groups);
        FairnessMetrics together = FairnessMetrics.Compute(counts, decisions.Attribute.Groups, new() { Confidence = 1 - (0.05 / 7) });

        Assert.That(report.Gaps, Has.Count.EqualTo(7));
        foreach (FairnessGap gap in report.Gaps)
        {
            Assert.That(gap.Difference, Is.EqualTo(together.Gap(gap.Criterion).Difference), gap.Criterion.ToString());
            Assert.That(gap.Ratio, Is.EqualTo(together.Gap(gap.Criterion).Ratio), gap.Criterion.ToString());
        }

        foreach (GroupRate rate in Enum.GetValues<GroupRate>())
        {
            Assert.That(report.Groups[1].Rates[rate], Is.EqualTo(own.Groups[1][rate]), rate.ToString());
        }

        Assert.That(report.Groups[0].Scores!.Metrics.Auc, Is.EqualTo(GroupScores.Compute(decisions.Groups, decisions.Scores, decisions.Labels, 3).Groups[0].Auc));
        Assert.That(report.KnownToDiffer, Is.InRange(1, 6), "selection rates differ by some 0.3");
        Assert.That(report.Rows, Is.EqualTo(decisions.Groups.Length));
    }

    [Test]
    public void Small_group_has_its_number_of_rows_and_nothing_else()
    {
        FairnessReport report = new Decisions(1).Report();

        FairnessReportGroup small = report.Groups[2];
        Assert.That(small.IsSmall, Is.True);
        Assert.That(small.Rows, Is.EqualTo(Decisions.SmallRows));
        Assert.That(small.Rates, Is.Empty);
        Assert.That(small.Counts, Is.Null);
        Assert.That(small.Scores, Is.Null);
        Assert.That(report.Compared.Rows, Is.EqualTo(2 * Decisions.LargeRows), "nor can it be found by subtraction");
        Assert.That(report.Gaps.Select(gap => gap.Excluded), Is.All.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Curves_are_of_ten_rows_a_point_at_least_and_of_all_rows()
    {
        Decisions decisions = new(1);
        decisions.Scores[3] = double.NaN;
        FairnessReport report = FairnessReport.Of(decisions.Attribute, decisions.Groups, decisions.Labels, decisions.Predictions, decisions.Scores, new() { CalibrationBins = 200 });

        FairnessReportScores scores = report.Groups[0].Scores!;
        Assert.That(scores.Metrics.Missing, Is.EqualTo(1));
        Assert.That(scores.Calibration.Select(bin => bin.Count), Is.All.GreaterThanOrEqualTo(10));
        Assert.That(scores.Calibration.Sum(bin => bin.Count), Is.EqualTo(Decisions.LargeRows - 1));
        Assert.That(scores.Calibration.Select(bin => bin.MeanScore), Is.Ordered);
        Assert.That(scores.Roc, Has.Count.EqualTo(51).And.Ordered);
        Assert.That(scores.Roc.Average(), Is.EqualTo(scores.Metrics.Auc.Value).Within(0.03));
    }

    [Test]
    public void One_group_can_be_compared_with_none()
    {
        FairnessReport report = FairnessReport.Of(new("all", ["everyone"]), new int[40], new byte[40], new byte[40]);

        Assert.That(report.Gaps.Select(gap => gap.Difference.Status), Is.All.EqualTo(ValueStatus.FewerThanTwoGroups));
        Assert.That(report.KnownToDiffer, Is.Zero);
        Assert.That(Decisions.Html(report), Does.Contain("Nothing can be compared").And.Contain("fewer than two groups"));
    }

    [Test]
    public void No_positives_leave_rates_undefined_with_the_reason()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(i => i % 2)];
        double[] scores = [.. Enumerable.Range(0, 100).Select(i => 0.01 * i)];
        FairnessReport report = FairnessReport.Of(Two, groups, new byte[100], new byte[100], scores);

        Assert.That(report.Groups[0].Rates[GroupRate.TruePositiveRate].Status, Is.EqualTo(ValueStatus.NoPositives));
        Assert.That(report.Groups[0].Scores!.Roc, Is.Empty);
        Assert.That(report.Groups[0].Scores!.Calibration, Is.Not.Empty);
        Assert.That(Decisions.Html(report), Does.Contain("because no row has label 1").And.Not.Contain("NaN"));
    }

    [Test]
    public void No_row_and_empty_groups_are_reported_as_such()
    {
        FairnessReport none = FairnessReport.Of(Two, [], [], [], ReadOnlySpan<double>.Empty);
        FairnessReport half = FairnessReport.OfDecisions(Two, new int[50], new byte[50]);

        Assert.That(none.Rows, Is.Zero);
        Assert.That(Decisions.Html(none), Does.Contain("Nothing can be compared").And.Not.Contain("NaN"));
        Assert.That(half.Groups[1].IsSmall, Is.True);
        Assert.That(Decisions.Html(half), Does.Contain("men (0)"));
    }

    [Test]
    public void Scores_that_are_all_missing_or_no_probabilities_draw_no_calibration([Values] bool isMissing)
    {
        Decisions decisions = new(1);
        for (int i = 0; i < decisions.Scores.Length; i++)
        {
            decisions.Scores[i] = isMissing ? double.NaN : (decisions.Scores[i] * 10) - 5;
        }

        FairnessReport report = decisions.Report();

        Assert.That(report.Groups[0].Scores is null, Is.EqualTo(isMissing), "too few scores are as none");
        Assert.That(report.Groups[0].Scores?.Calibration ?? [], Is.Empty);
        Assert.That(Decisions.Html(report), Does.Contain(isMissing ? "No group has scores" : "a score is below 0 or above 1").And.Not.Contain("NaN"));
    }

    [Test]
    public void Decisions_alone_tell_selection_rates_alone()
    {
        Decisions decisions = new(1);
        FairnessReport report = FairnessReport.OfDecisions(decisions.Attribute, decisions.Groups, decisions.Predictions);

        Assert.That(report.HasLabels, Is.False);
        Assert.That(report.Gaps.Select(gap => gap.Criterion), Is.EqualTo(new[] { FairnessCriterion.DemographicParity }));
        Assert.That(report.GapConfidence, Is.EqualTo(0.95).Within(1e-12));
        Assert.That(report.Groups[0].Rates.Keys, Is.EqualTo(new[] { GroupRate.SelectionRate }));
        Assert.That(report.Groups[0].Counts, Is.Null);
    }

    [Test]
    public void Groups_that_are_alike_are_rarely_known_to_differ()
    {
        int found = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            int[] groups = [.. Enumerable.Range(0, 300).Select(_ => random.Next(2))];
            byte[] labels = [.. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(2))];
            byte[] predictions = [.. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(2))];
            found += FairnessReport.Of(Two, groups, labels, predictions).KnownToDiffer > 0 ? 1 : 0;
        }

        // 95 % promises 10; 20 would be beyond chance.
        Assert.That(found, Is.LessThan(20));
    }

    [Test]
    public void Bad_input_is_refused()
    {
        Assert.That(() => FairnessReport.Of(Two, [0, 2], new byte[2], new byte[2]), Throws.ArgumentException);
        Assert.That(() => FairnessReport.Of(Two, [0, 1], new byte[2], new byte[3]), Throws.ArgumentException);
        Assert.That(() => FairnessReport.Of(Two, [0, 1], new byte[2], new byte[2], [0.5]), Throws.ArgumentException);
        Assert.That(() => FairnessReport.OfDecisions(Two, [0, 1], new byte[2], new() { Confidence = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Confidence"));
        Assert.That(() => FairnessReport.OfDecisions(null!, [], []), Throws.ArgumentNullException);
    }

    [Test]
    public void Frontier_has_the_points_that_none_is_better_than()
    {
        FairnessFrontier frontier = new(FairnessCriterion.DemographicParity, [new("as is", 0.85, 0.2), new("worse", 0.8, 0.2), new("fair", 0.82, 0.01), new("twin", 0.82, 0.01)]);

        Assert.That(Enumerable.Range(0, 4).Select(frontier.IsOnFrontier), Is.EqualTo(new[] { true, false, true, true }));
        Assert.That(() => frontier.IsOnFrontier(4), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase("", 0.5, 0.1, 0.0, "no name")]
    [TestCase("a", 1.5, 0.1, 0.0, "accuracy 1.5")]
    [TestCase("a", double.NaN, 0.1, 0.0, "accuracy NaN")]
    [TestCase("a", 0.5, -0.1, 0.0, "gap -0.1")]
    [TestCase("a", 0.5, 0.1, -1.0, "standard error")]
    public void Frontier_refuses_points_that_cannot_be(string name, double accuracy, double gap, double error, string message) =>
        Assert.That(() => new FairnessFrontier(default, [new(name, accuracy, gap) { GapError = error }]), Throws.ArgumentException.With.Message.Contains(message));

    [Test]
    public void Frontier_without_points_is_refused() =>
        Assert.That(() => new FairnessFrontier(default, []), Throws.ArgumentException.With.Message.Contains("no point"));
}
