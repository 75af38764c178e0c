using AISafety.Rollout;

namespace AISafety.Tests.Rollout.Gates;

/// <summary>Gates that cannot speak are refused where that is known, and told where it is not.</summary>
[TestFixture]
public sealed class GateSilenceTests
{
    private const string Silent = "rollout.gate-silent";

    private static readonly (string Says, Func<ColumnHandle, CodesHandle, RolloutGate> Gate)[] s_faults =
    [
        ("group 7, which the codes 'sex' do not have; expected 0 to 1", static (score, sex) => RolloutGate.FairnessGap(score, sex, 0, 7, 0.1)),
        ("group 2, which the codes 'sex' do not have", static (score, sex) => RolloutGate.FairnessGap(score, sex, 2, 0, 0.1)),
        ("the column 'score' is not of this builder", static (_, sex) => RolloutGate.FairnessGap(Strange().Column, sex, 0, 1, 0.1)),
        ("the codes 'sex' are not of this builder", static (score, _) => RolloutGate.FairnessGap(score, Strange().Codes, 0, 1, 0.1)),
        ("the column 'score' is not of this builder", static (_, _) => RolloutGate.Metric(Strange().Column, 0, 1, 0.1)),
        ("the column 'score' is not of this builder", static (_, _) => RolloutGate.OutputShift(Strange().Column, [0.5], 0.1)),
        ("the column 'score' is not of this builder", static (_, _) => RolloutGate.Loss(Strange().Column, static (_, _) => 0, 0.1)),
        ("the column 'default' is not of this builder", static (_, _) => RolloutGate.Metric(default, 0, 1, 0.1)),
    ];

    [TestCaseSource(nameof(s_faults))]
    public void AddRollout_refuses_what_its_builder_does_not_have((string Says, Func<ColumnHandle, CodesHandle, RolloutGate> Gate) fault) =>
        Assert.That(() => Watched(fault.Gate), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains(fault.Says));

    [Test]
    public async Task Build_refuses_a_loss_without_outcomes_and_takes_one_that_comes_after()
    {
        Assert.That(
            () => Watched(static (score, _) => RolloutGate.Loss(score, static (_, _) => 0, 0.1)),
            Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("UseOutcomes"));

        IModel<float, float> model = Model.FromDelegate<float, float>(static x => x);
        await using SafeModel<float, float> safe = model.WithSafety(safety =>
        {
            ColumnHandle score = safety.AddColumn("score", static (_, output) => output);
            safety.AddRollout(model, Scene.Default with { Gates = [RolloutGate.Loss(score, static (_, _) => 0, 0.1)] }).UseOutcomes(static output => output);
        });
        Assert.That(safe.Rollout!.State.Status, Is.EqualTo(RolloutStatus.Running));
    }

    [Test]
    public async Task Gates_that_may_be_of_the_unseen_or_the_missing_are_taken()
    {
        await using Scene scene = Watched(static (score, sex) => RolloutGate.FairnessGap(score, sex, 0, CodesHandle.Unseen, 0.1));
        Assert.That(scene.Status, Is.EqualTo(RolloutStatus.Running));
    }

    [Test]
    public async Task Gate_whose_column_throws_is_told_and_the_gate_beside_it_still_judges()
    {
        await using Scene broken = Watched(static (score, _) => RolloutGate.Metric(score, 0, 1, 0.1), score: static (_, _) => throw new InvalidOperationException());

        await broken.VisitAsync(2_000, static i => new());

        SafetyAlert alert = broken.Safe.GetOpenAlerts().Single(static one => one.Code == Silent);
        Assert.That((alert.Severity, alert.Metric), Is.EqualTo((AlertSeverity.Medium, "score")));
        Assert.That(alert.Message, Does.Contain("gate 'score'"));
        PartHealth health = broken.Safe.GetHealth().Parts.Single(static part => part.Part == "rollout.evidence");
        Assert.That((health.State, health.Reason), Is.EqualTo((HealthState.Degraded, alert.Message)));

        await broken.VisitAsync(6_000, static i => new(null, CandidateFails: i % 2 == 0), "later");
        Assert.That(broken.Status, Is.EqualTo(RolloutStatus.RolledBack));
        Assert.That(broken.Rollout.State.Events[^1].Reason, Does.StartWith("gate 'errors'"));
    }

    [Test]
    public async Task Gate_whose_second_group_never_comes_is_told_until_it_comes()
    {
        await using Scene scene = Watched(
            static (score, sex) => RolloutGate.FairnessGap(score, sex, 0, 1, 0.1),
            sex: static visit => visit.Score < 0 ? "Female" : visit.Score > 0 ? "female" : "male");

        await scene.VisitAsync(2_000, static i => new(null, Score: i % 2 == 0 ? -1 : 0));
        Assert.That(scene.Safe.GetOpenAlerts().Select(static one => one.Code), Does.Contain(Silent), "misspelt");

        await scene.VisitAsync(1_000, static i => new(null, Score: i % 2), "later");
        Assert.That(scene.Safe.GetOpenAlerts().Select(static one => one.Code), Does.Not.Contain(Silent));
        Assert.That(scene.Safe.GetHealth().Parts.Single(static part => part.Part == "rollout.evidence").State, Is.EqualTo(HealthState.Healthy));
    }

    [Test]
    public async Task Gates_that_read_are_told_of_by_nobody()
    {
        await using Scene scene = Watched(static (score, sex) => RolloutGate.FairnessGap(score, sex, 0, 1, 0.1));

        await scene.VisitAsync(2_000, static i => new(null, Score: i % 2));

        Assert.That(scene.Safe.GetOpenAlerts(), Is.Empty);
        Assert.That(scene.Safe.GetHealth().State, Is.EqualTo(HealthState.Healthy));
    }

    [TestCase(GateKind.Metric, 99, 10, null)]
    [TestCase(GateKind.Metric, 100, 10, "gate 'one' could read none of 100 calls of the candidate")]
    [TestCase(GateKind.Metric, 500, 600, null)]
    [TestCase(GateKind.Metric, 1_000, long.MaxValue, "gate 'one' could read none of 1,000 calls of the candidate")]
    [TestCase(GateKind.Loss, 999, 10, null)]
    [TestCase(GateKind.Loss, 1_000, 10, "gate 'one' could read no outcome of 1,000 calls of the candidate")]
    public void GateSilence_waits_for_the_keys_of_the_step(GateKind kind, long calls, long keys, string? expected) =>
        Assert.That(GateSilence.Of(new() { Gate = "one", Kind = kind, CandidateCalls = calls, StableReadings = 1 }, new(0.5) { MinCandidateKeys = keys }), Is.EqualTo(expected));

    [Test]
    public void GateSilence_of_outcomes_waits_for_the_first_of_them() =>
        Assert.That(GateSilence.Of(new() { Gate = "one", Kind = GateKind.Loss, CandidateCalls = 5_000, StableCalls = 5_000 }, new(0.5)), Is.Null);

    [TestCase(0, 50, "gate 'one' could read none of 1,000 calls of the stable version")]
    [TestCase(50, 50, "gate 'one' found nobody of the advantaged group in 1,000 calls of the stable version")]
    [TestCase(50, 0, "gate 'one' found nobody of the disadvantaged group in 1,000 calls of the stable version")]
    [TestCase(50, 1, null)]
    public void GateSilence_of_the_stable_version_counts_too(long readings, long disadvantaged, string? expected)
    {
        GateStatus gate = new() { Gate = "one", Kind = GateKind.FairnessGap, StableCalls = 1_000, StableReadings = readings, DisadvantagedReadings = (disadvantaged, 0) };

        Assert.That(GateSilence.Of(gate, new(0.5)), Is.EqualTo(expected));
    }

    /// <summary>A rollout whose second gate reads a score of 0 or 1 and two groups.</summary>
    private static Scene Watched(
        Func<ColumnHandle, CodesHandle, RolloutGate> gate, Func<Visit, string, float>? score = null, Func<Visit, string>? sex = null)
    {
        ColumnHandle column = default;
        CodesHandle codes = default;
        return new(
            one => one with
            {
                Gates = [RolloutGate.ErrorRate(0.1), gate(column, codes)],
                Steps = [new(0.2), new(1)],
                JudgedAfter = TimeSpan.Zero,
            },
            safety =>
            {
                column = safety.AddColumn("score", score ?? (static (visit, _) => visit.Score));
                codes = safety.AddCodes("sex", sex ?? (static visit => visit.Score > 0 ? "female" : "male"), ["male", "female"]);
            });
    }

    private static (ColumnHandle Column, CodesHandle Codes) Strange()
    {
        ColumnHandle column = default;
        CodesHandle codes = default;
        Model.FromDelegate<float, float>(static x => x).WithSafety(safety =>
        {
            column = safety.AddColumn("score", static (_, output) => output);
            codes = safety.AddCodes("sex", static _ => "male", ["male", "female"]);
        });
        return (column, codes);
    }
}
