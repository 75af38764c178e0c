using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Tests.Fairness;

[TestFixture]
public sealed class FairnessMonitorTests
{
    private static readonly FairnessMonitoringOptions _parity = new() { Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.DemographicParity, 0.1)] };

    [Test]
    public async Task Observe_equal_groups_raise_nothing_and_the_intervals_hold_the_truth()
    {
        FairnessReadings readings = new();
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, _parity, readings: readings));
        await lending.AskAsync(Lending.Draw(1, 10_000), static (one, _) => one.Repays ? 1 : 0);

        Assert.That(lending.Alerts, Is.Empty);
        FairnessReading parity = readings.Find(FairnessCriterion.DemographicParity)!;
        Assert.That((parity.Gap.Difference.Interval.Lower, parity.Gap.Ratio.Interval.Upper), Is.EqualTo((0.0, 1.0)));
        Assert.That(parity.Gap.Difference.Interval.Upper, Is.LessThan(0.15));
        Assert.That(parity.Groups.Select(static one => one.Group), Is.EqualTo(new[] { "Female", "Male" }));
        Assert.That(parity.Groups[0].Value.Interval.Contains(0.5), Is.True);
        Assert.That(readings.Find(FairnessCriterion.EqualizedOdds)!.Groups, Has.Count.EqualTo(4));
        Assert.That(readings.Find(FairnessCriterion.EqualOpportunity)!.Gap.Difference.Value, Is.LessThan(0.06));
    }

    [Test]
    public async Task Observe_gap_beyond_the_limit_is_told_once_without_the_groups_names()
    {
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, _parity));
        await lending.AskAsync(Lending.Draw(2, 6_000, women: 0.4, men: 0.6));

        SafetyAlert alert = lending.Alerts.Single();
        Assert.That((alert.Code, alert.Metric, alert.Monitor, alert.Threshold), Is.EqualTo(("fairness.gap", "demographic-parity-difference", "fairness", 0.1)));
        Assert.That(alert.Value, Is.EqualTo(0.2).Within(0.1));
        Assert.That(alert.Drivers.Select(static driver => driver.Name), Is.EqualTo(new[] { "group 1", "group 2" }));
        Assert.That(alert.ToString(), Does.Not.Contain("emale"));
        Assert.That(alert.Message, Does.StartWith("demographic parity difference is 0."));
    }

    [Test]
    public async Task Observe_gap_within_the_limit_though_the_value_crosses_it_raises_nothing()
    {
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, _parity));
        await lending.AskAsync(Lending.Draw(3, 400, women: 0.43, men: 0.57));
        Assert.That(lending.Alerts, Is.Empty);
    }

    [Test]
    public async Task Observe_gap_that_is_mended_is_resolved_after_windows_within_the_limit()
    {
        await using Lending lending = new(safety => safety
            .UseAlerts(new() { ClearReports = 2 })
            .AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, _parity with { WindowSize = 2_000, NameGroups = true }));
        await lending.AskAsync(Lending.Draw(4, 2_000, women: 0.2, men: 0.8));
        await lending.AskAsync(Lending.Draw(5, 6_000));
        Assert.That(lending.Alerts.Select(static alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
        Assert.That(lending.Alerts[0].Drivers[0].Name, Is.EqualTo("Female"));
    }

    [Test]
    public async Task Observe_errors_that_fall_on_one_group_are_found_as_labels_come()
    {
        FairnessReadings readings = new();
        FairnessMonitoringOptions options = new() { Limits = [FairnessLimit.RatioAtLeast(FairnessCriterion.EqualOpportunity, 0.8)] };
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, options, readings: readings));

        // Of women half of those who would repay get it, of men nearly all.
        await lending.AskAsync(Lending.Draw(6, 4_000, women: 0.5, men: 0.95), static (one, _) => one.Repays ? 1 : 0);

        SafetyAlert alert = lending.Alerts.Single();
        Assert.That((alert.Metric, alert.Drivers[0].Metric), Is.EqualTo(("equal-opportunity-ratio", "tpr")));
        Assert.That(readings.Find(FairnessCriterion.EqualOpportunity)!.Gap.Ratio.Interval.Upper, Is.LessThan(0.8));
    }

    [Test]
    public async Task Observe_labels_only_of_the_granted_bound_what_they_cannot_tell()
    {
        FairnessReadings readings = new();
        FairnessMonitoringOptions options = new() { LabelsOnlyForSelected = true, Criteria = [FairnessCriterion.EqualOpportunity, FairnessCriterion.PredictiveParity] };
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, options, readings: readings));
        await lending.AskAsync(Lending.Draw(7, 4_000), static (one, granted) => granted ? (one.Repays ? 1 : 0) : null);

        FairnessReading opportunity = readings.Find(FairnessCriterion.EqualOpportunity)!;
        Assert.That(opportunity.IsIdentified, Is.False);
        Assert.That(opportunity.Gap.Difference.Value, Is.NaN);
        Assert.That(opportunity.Gap.Difference.Reason, Does.Contain("not identifiable"));

        // A third at least is right of those who would repay, if all of the refused would: 0.25 / (0.25 + 0.5), less what chance allows.
        Assert.That(opportunity.Groups[0].Value.Interval.Lower, Is.LessThan(1.0 / 3).And.GreaterThan(0.22));
        Assert.That(opportunity.Groups[0].Value.Interval.Upper, Is.EqualTo(1));
        FairnessReading predictive = readings.Find(FairnessCriterion.PredictiveParity)!;
        Assert.That((predictive.IsIdentified, predictive.Groups[0].Value.Interval.Contains(0.5)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Observe_unknown_groups_and_bad_labels_are_counted()
    {
        FairnessReadings readings = new();
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex?.ToString(), ["Female", "Male"], static granted => granted, new() { WindowSize = 100 }, readings: readings));
        await lending.AskAsync(Lending.Draw(8, 90));
        await lending.AskAsync(Enumerable.Repeat(new Applicant(null, "north", 0.7, true), 7));
        Assert.That(readings.Find(FairnessCriterion.DemographicParity)!.UnknownGroup, Is.EqualTo(7));

        await lending.AskAsync(Lending.Draw(9, 100), static (_, _) => 2);
        SafetyAlert alert = lending.Alerts.Single();
        Assert.That(alert.Code, Is.EqualTo("fairness.invalid-labels"), "as soon as there is one");
    }

    [Test]
    public async Task Observe_paradox_within_strata_is_told_when_the_window_closes()
    {
        FairnessReadings readings = new();
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(
            static one => one.Sex!.Value, static granted => granted, new() { WindowSize = 4_000 }, new(static one => one.Branch, ["north", "south"]), readings));

        // Women mostly ask where few are granted; in both branches more of them are.
        Random random = new(10);
        List<Applicant> applicants = [];
        for (int i = 0; i < 4_000; i++)
        {
            Sex sex = i % 2 == 0 ? Sex.Female : Sex.Male;
            bool north = random.NextDouble() < (sex == Sex.Female ? 0.15 : 0.85);
            double granted = (north ? 0.7 : 0.2) + (sex == Sex.Female ? 0.12 : 0);
            applicants.Add(new(sex, north ? "north" : "south", random.NextDouble() < granted ? 1 : 0, true));
        }

        await lending.AskAsync(applicants);
        SafetyAlert alert = lending.Alerts.Single();
        Assert.That((alert.Code, alert.Drivers.Count), Is.EqualTo(("fairness.simpson", 2)));
        Assert.That(alert.Message, Does.Not.Contain("Male").And.Not.Contain("north"));
        Assert.That(readings.Paradoxes.Single().Result.Aggregate.Value, Is.Negative);
    }

    [Test]
    public async Task Readings_are_computed_once_for_all_who_ask_and_stay_as_they_were()
    {
        FairnessReadings readings = new();
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, new() { WindowSize = 400 }, readings: readings));
        Assert.That(readings.Find(FairnessCriterion.DemographicParity), Is.Null);
        await lending.AskAsync(Lending.Draw(11, 200));
        FairnessReading[] first = new FairnessReading[8];
        Parallel.For(0, first.Length, i => first[i] = readings.Find(FairnessCriterion.DemographicParity)!);
        Assert.That(first, Is.All.SameAs(first[0]));
        Assert.That((first[0].Gap.Difference.Count, readings.FindLastWindow(FairnessCriterion.DemographicParity)), Is.EqualTo((200L, (FairnessReading?)null)));

        // The counts go on; who has not asked before gets them as they were when the window closed.
        await lending.AskAsync(Lending.Draw(12, 300));
        Assert.That(first[0].Gap.Difference.Count, Is.EqualTo(200));
        Assert.That(readings.FindLastWindow(FairnessCriterion.DemographicParity)!.Gap.Difference.Count, Is.EqualTo(400));
        Assert.That(readings.Find(FairnessCriterion.DemographicParity)!.Gap.Difference.Count, Is.EqualTo(100));
        Assert.That(readings.Find(FairnessCriterion.AccuracyParity), Is.Null, "not watched");
    }

    [Test]
    public async Task GetFalseAlarmBounds_counts_windows()
    {
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, _parity));
        FalseAlarmBound bound = lending.Safe.GetFalseAlarmBounds(40_000).Single();
        Assert.That((bound.Monitor, bound.Lane), Is.EqualTo(("fairness", "demographic-parity-difference")));
        Assert.That(bound.PerDay, Is.EqualTo(0.03).Within(1e-12));
    }

    [Test]
    public void AddFairnessMonitoring_bad_options_are_refused_by_name()
    {
        Fails("WindowSize is 5", safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, new() { WindowSize = 5 }));
        Fails("Confidence is 1", safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, new() { Confidence = 1 }));
        Fails("needs labels", safety => safety.AddFairnessMonitoring(
            static one => one.Sex!.Value, static granted => granted, new() { Limits = [FairnessLimit.RatioAtLeast(FairnessCriterion.EqualizedOdds, 0.8)] }));
        SafetyBuilder<Applicant, bool>? none = null;
        Assert.That(
            () => Model.FromDelegate((Applicant _) => true).WithSafety(safety => safety.AddFairnessMonitoring(static one => one.Sex?.ToString(), ["Female"], static granted => granted)),
            Throws.ArgumentException.With.Message.Contains("two or more"));
        Assert.That(() => none!.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted), Throws.ArgumentNullException);
        Assert.That(() => FairnessLimit.DifferenceAtMost(FairnessCriterion.DemographicParity, 1.5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => FairnessLimit.RatioAtLeast(FairnessCriterion.DemographicParity, 0), Throws.TypeOf<ArgumentOutOfRangeException>());

        static void Fails(string message, Action<SafetyBuilder<Applicant, bool>> add) =>
            Assert.That(() => Model.FromDelegate((Applicant _) => true).WithSafety(add), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
    }
}
