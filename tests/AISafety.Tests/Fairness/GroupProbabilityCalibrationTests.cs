using AISafety.Fairness;
using AISafety.Tests.Support;

namespace AISafety.Tests.Fairness;

public sealed class GroupProbabilityCalibrationTests
{
    // Of group 1 half of what is stated is true; group 2 is as the pooled curve, which adds a tenth.
    private static readonly GroupProbabilityCalibration<int> Calibration = new([1, 2], new([static p => 0.5 * p, null], static p => 0.9 * p + 0.1));

    private static SafetyBuilder<int, double> Builder(GroupCalibrationOptions? options = null) =>
        new SafetyBuilder<int, double>(Model.FromDelegate((int _) => 0.8)).AddGroupCalibration(input => input, output => output, static (_, probability) => probability, Calibration, options);

    [TestCase(1, 0.4)]
    [TestCase(2, 0.82)]
    public void Guard_replaces_by_the_curve_of_the_group(int group, double expected)
    {
        Verdict<double> verdict = Guards.InspectOutput(Builder(), group, 0.8);
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Replace, "fairness.calibration")));
        Assert.That(verdict.Replacement, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Guard_probability_that_stays_is_allowed() =>
        Assert.That((Guards.InspectOutput(Builder(), 1, 0).Action, Guards.InspectOutput(Builder(), 2, 1).Action), Is.EqualTo((SafetyAction.Allow, SafetyAction.Allow)));

    [Test]
    public void Guard_unknown_group_has_the_pooled_curve_and_never_in_silence()
    {
        Verdict<double> verdict = Guards.InspectOutput(Builder(), 9, 0.8);
        Assert.That(verdict.Replacement, Is.EqualTo(0.82).Within(1e-12));
        Assert.That(verdict.Evidence.ToArray().Select(one => one.Code), Is.EqualTo(["fairness.group-unknown", "fairness.calibration"]));
        Assert.That(Guards.InspectOutput(Builder(), 9, 1).Action, Is.EqualTo(SafetyAction.Flag));
        Assert.That(Guards.InspectOutput(Builder(new() { UnknownGroup = SafetyAction.Review }), 9, 1).Action, Is.EqualTo(SafetyAction.Review));
    }

    [TestCase(double.NaN)]
    [TestCase(1.01)]
    public void Guard_what_is_no_probability_blocks(double probability)
    {
        Verdict<double> verdict = Guards.InspectOutput(Builder(), 1, probability);
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "fairness.invalid-score")));
    }

    [Test]
    public void Reload_changes_what_an_unknown_group_means_and_null_restores_it()
    {
        IOutputGuard<int, double> guard = Builder().OutputGuards.Single().Create(new(null, TimeProvider.System));
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        Assert.That(reloadable.FindFault(new() { Otherwise = SafetyAction.Review }), Is.Null);
        Assert.That(reloadable.FindFault(new() { ErrorRate = 0.5 }), Does.Contain("ErrorRate is no setting"));
        reloadable.Reload(new() { Otherwise = SafetyAction.Review });
        Assert.That(Judge(9), Is.EqualTo(SafetyAction.Review));
        reloadable.Reload(new());
        Assert.That(Judge(9), Is.EqualTo(SafetyAction.Flag));

        SafetyAction Judge(int group) => guard.InspectAsync(group, 1, Guards.Context<int>(null, group)).GetAwaiter().GetResult().Action;
    }

    [Test]
    public async Task Call_probability_that_stays_allocates_nothing()
    {
        await using SafeModel<int, double> safe = Model.FromDelegate((int _) => 0.0).WithSafety(safety => safety.AddGroupCalibration(input => input, output => output, static (_, probability) => probability, Calibration));
        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Allocations.Of(() => safe.PredictAsync(1).Result == 0), Is.Zero);
    }

    [Test]
    public void Build_options_out_of_range_are_refused()
    {
        Assert.That(() => Builder(new() { Tolerance = 0.6 }).Build(), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("Tolerance is 0.6"));
        Assert.That(() => Builder(new() { UnknownGroup = SafetyAction.Replace }).Build(), Throws.InstanceOf<SafetyBuildException>());
    }

    [Test]
    public void Fit_says_which_groups_were_too_small()
    {
        Random random = new(4);
        (double, bool, string)[] rows = [.. Enumerable.Range(0, 2000).Select(i => (Group: i < 1980 ? "large" : "small", Probability: random.NextDouble())).Select(row => (row.Probability, random.NextDouble() < row.Probability, row.Group))];
        GroupProbabilityCalibration<string> fitted = GroupProbabilityCalibration<string>.Fit(rows);
        Assert.That(fitted.PooledGroups, Is.EqualTo(["small"]));
        Assert.That(fitted.Apply(0.5, "small"), Is.EqualTo(fitted.Apply(0.5, null)));
        Assert.That(fitted.Apply(0.5, "large"), Is.EqualTo(0.5).Within(0.1));
        Assert.That(() => new GroupProbabilityCalibration<int>([1], Calibration.Calibration), Throws.ArgumentException);
    }
}
