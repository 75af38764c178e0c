using AISafety.Fairness;
using AISafety.Statistics;

namespace AISafety.Tests.Fairness;

/// <summary>What is told where little or nothing is known.</summary>
[TestFixture]
public sealed class FairnessConditionTests
{
    private static readonly FairnessMonitoringOptions _parity = new() { WindowSize = 400, Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.DemographicParity, 0.1)] };

    [Test]
    public async Task Gap_stays_open_while_nobodys_group_is_known_and_that_is_told()
    {
        await using Lending lending = new(safety => safety
            .UseAlerts(new() { ClearReports = 1 })
            .AddFairnessMonitoring(static one => one.Sex?.ToString(), ["Female", "Male"], static granted => granted, _parity));
        await lending.AskAsync(Lending.Draw(1, 400, women: 0.2, men: 0.8));
        await lending.AskAsync(Enumerable.Repeat(new Applicant(null, "north", 0.7, true), 1_200));

        Assert.That(lending.Alerts.Where(static alert => alert.Code == "fairness.gap").Select(static alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));
        Assert.That(lending.Alerts.Select(static alert => alert.Code), Does.Contain("fairness.not-compared"));
        SafetyAlert unknown = lending.Alerts.First(static alert => alert.Code == "fairness.unknown-groups");
        Assert.That((unknown.Value, unknown.State), Is.EqualTo((400.0, AlertState.Raised)));
    }

    [Test]
    public async Task Labels_of_the_selected_only_are_noticed()
    {
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, new() { WindowSize = 100 }));
        await lending.AskAsync(Lending.Draw(2, 400), static (one, granted) => granted ? (one.Repays ? 1 : 0) : null);

        Assert.That(lending.Alerts.Select(static alert => alert.Code).Distinct(), Is.EqualTo(new[] { "fairness.selective-labels" }));
        Assert.That(lending.Alerts[0].SuggestedAction, Does.Contain("LabelsOnlyForSelected"));
    }

    [Test]
    public async Task Gap_of_labels_stays_open_when_only_the_selected_get_labels_any_more()
    {
        FairnessReadings readings = new();
        FairnessMonitoringOptions options = new() { WindowSize = 1_000, Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.EqualOpportunity, 0.1)] };
        await using Lending lending = new(safety => safety
            .UseAlerts(new() { ClearReports = 1 })
            .AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, options, readings: readings));
        await lending.AskAsync(Lending.Draw(4, 2_000, women: 0.3, men: 0.9), static (one, _) => one.Repays ? 1 : 0);
        await lending.AskAsync(Lending.Draw(5, 6_000, women: 0.3, men: 0.9), static (one, granted) => granted ? (one.Repays ? 1 : 0) : null);

        Assert.That(lending.Alerts.Where(static alert => alert.Code == "fairness.gap").Select(static alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));
        Assert.That(lending.Alerts.Select(static alert => alert.Code), Does.Contain("fairness.selective-labels").And.Not.Contain("fairness.not-compared"));
        Assert.That(readings.FindLastWindow(FairnessCriterion.EqualOpportunity)!.IsIdentified, Is.False);
    }

    [Test]
    public async Task Group_of_another_spelling_is_told_twice()
    {
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex?.ToString(), ["female", "Male"], static granted => granted, _parity));
        await lending.AskAsync(Lending.Draw(6, 400));
        Assert.That(lending.Alerts.Select(static alert => alert.Code), Is.EquivalentTo(new[] { "fairness.not-compared", "fairness.unknown-groups" }));
    }

    [Test]
    public async Task Bounds_of_what_is_not_identified_hold_at_every_block()
    {
        // All repay, half are granted: the true positive rate and the accuracy are 0.5 in both groups.
        int missed = 0;
        for (int run = 0; run < 20; run++)
        {
            FairnessReadings readings = new();
            FairnessMonitoringOptions options = new() { LabelsOnlyForSelected = true, Criteria = [FairnessCriterion.EqualOpportunity, FairnessCriterion.AccuracyParity] };
            await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, options, readings: readings));
            bool misses = false;
            for (int block = 0; block < 8; block++)
            {
                await lending.AskAsync(Lending.Draw(100 * run + block, 250), static (_, granted) => granted ? 1 : null);
                misses |= new[] { FairnessCriterion.EqualOpportunity, FairnessCriterion.AccuracyParity }.Any(criterion => readings.Find(criterion)!.Groups.Any(static one => !one.Value.Interval.Contains(0.5)));
            }

            missed += misses ? 1 : 0;
        }

        Assert.That(missed, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task One_rejected_person_says_nothing_of_a_group()
    {
        FairnessReadings readings = new();
        FairnessMonitoringOptions options = new() { LabelsOnlyForSelected = true, Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.AccuracyParity, 0.1)], Criteria = [FairnessCriterion.EqualOpportunity] };
        await using Lending lending = new(safety => safety.AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, options, readings: readings));
        await lending.AskAsync([new(Sex.Female, "north", 0.1, true)]);
        await lending.AskAsync(Lending.Draw(3, 400).Where(static one => one.Sex == Sex.Male), static (_, granted) => granted ? 1 : null);

        Interval women = readings.Find(FairnessCriterion.EqualOpportunity)!.Groups[0].Value.Interval;
        Assert.That((women.Lower, women.Upper), Is.EqualTo((0.0, 1.0)));
        Assert.That(lending.Alerts, Is.Empty);
    }

    [Test]
    public async Task Two_attributes_are_watched_under_two_names()
    {
        await using Lending lending = new(safety => safety
            .AddFairnessMonitoring(static one => one.Sex!.Value, static granted => granted, _parity)
            .AddFairnessMonitoring(static one => one.Branch, ["north", "south"], static granted => granted, _parity with { Name = "fairness-branch" }));
        Assert.That(lending.Safe.GetFalseAlarmBounds(1_000).Select(static bound => bound.Monitor), Is.EqualTo(new[] { "fairness", "fairness-branch" }));
    }

    [Test]
    public void Limits_and_groups_that_cannot_be_judged_are_refused()
    {
        Fails("can never show", static safety => safety.AddFairnessMonitoring(
            static one => one.Sex!.Value, static granted => granted, new() { LabelsOnlyForSelected = true, Limits = [FairnessLimit.DifferenceAtMost(FairnessCriterion.EqualOpportunity, 0.1)] }));
        Fails("predictive-parity, which needs labels", static safety => safety.AddFairnessMonitoring(
            static one => one.Sex!.Value, static granted => granted, new() { Criteria = [FairnessCriterion.DemographicParity, FairnessCriterion.PredictiveParity] }));
        Assert.That(
            () => Model.FromDelegate((Applicant _) => true).WithSafety(static safety => safety.AddFairnessMonitoring(static _ => new Same(1), [new(1), new(2)], static granted => granted)),
            Throws.ArgumentException.With.Message.Contains("same text"));

        static void Fails(string message, Action<SafetyBuilder<Applicant, bool>> add) =>
            Assert.That(() => Model.FromDelegate((Applicant _) => true).WithSafety(add), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
    }

    private sealed record Same(int Number)
    {
        public override string ToString() => "someone";
    }
}
