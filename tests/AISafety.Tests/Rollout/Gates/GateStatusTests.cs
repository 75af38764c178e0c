using AISafety.Rollout;

namespace AISafety.Tests.Rollout.Gates;

[TestFixture]
public sealed class GateStatusTests
{
    [TestCase(true)]
    [TestCase(false)]
    public void GetGates_of_a_metric_gives_means_in_its_own_units_and_direction(bool higherIsBetter)
    {
        RolloutJudge judge = new([RolloutGate.Metric(default, 100, 300, 0.1, higherIsBetter)]);
        double Place(double earned) => higherIsBetter ? 1 - ((earned - 100) / 200) : (earned - 100) / 200;

        judge.Observe(false, 0.5, 1, [new(Place(200))]);
        judge.Observe(true, 0.5, 2, [new(Place(180))]);
        judge.Observe(true, 0.5, 3, [new(Place(140))]);

        GateStatus gate = judge.GetGates()[0];
        Assert.That((gate.StableMean, gate.CandidateMean), Is.EqualTo((200.0, 160.0)).Using<double>(static (a, b) => Math.Abs(a - b) < 1e-9));
    }

    [Test]
    public void GetGates_of_a_gap_gives_each_arms_gap_and_its_groups()
    {
        RolloutJudge judge = new([RolloutGate.FairnessGap(default, default, 0, 1, 0.1)]);
        ulong key = 0;
        foreach ((bool isCandidate, bool isDisadvantaged, double value) in (ReadOnlySpan<(bool, bool, double)>)[
            (false, false, 1), (false, false, 0), (false, true, 0.25),
            (true, false, 1), (true, true, 0), (true, true, 0.5)])
        {
            judge.Observe(isCandidate, 0.5, ++key, [new(value, isDisadvantaged)]);
        }

        GateStatus gate = judge.GetGates()[0];
        Assert.That((gate.StableMean, gate.StableGroups), Is.EqualTo((0.25, (GroupRates?)new GroupRates(2, 0.5, 1, 0.25))));
        Assert.That((gate.CandidateMean, gate.CandidateGroups), Is.EqualTo((0.75, (GroupRates?)new GroupRates(1, 1, 2, 0.25))));
        Assert.That((gate.StableCount, gate.CandidateCount), Is.EqualTo((3L, 3L)));
    }

    /// <summary>By the gate's own threshold its e-value means the same as the rollout's, weighted, by its own.</summary>
    [Test]
    public void GetGates_gives_each_gate_its_own_threshold()
    {
        RolloutJudge judge = new([RolloutGate.ErrorRate(0.1), RolloutGate.BlockRate(0.1) with { Weight = 3 }], alpha: 0.05, promotionAlpha: 0.1);
        Random random = new(7);
        for (ulong key = 1; key <= 300; key++)
        {
            bool isCandidate = random.NextDouble() < 0.5;
            judge.Observe(isCandidate, 0.5, key, [new(isCandidate && random.NextDouble() < 0.1 ? 1 : 0), new(0)]);
        }

        GateStatus[] gates = [.. judge.GetGates()];
        Assert.That(gates.Select(static gate => (gate.HarmThreshold, gate.PromotionThreshold)), Is.EqualTo(new[] { (80.0, 10.0), (20.0 / 0.75, 10.0) }).Using<double>(static (a, b) => Math.Abs(a - b) < 1e-9));
        Assert.That(gates.Max(static gate => gate.HarmEValue / gate.HarmThreshold), Is.EqualTo(judge.HarmEValue / judge.HarmThreshold).Within(1e-12));
    }

    [Test]
    public void GetGates_says_how_many_readings_it_had_of_how_many_calls()
    {
        RolloutJudge judge = new([RolloutGate.ErrorRate(0.1), RolloutGate.Loss(default, static (_, _) => 0, 0.1)], callsPerKey: 2);
        for (int call = 0; call < 4; call++)
        {
            judge.Observe(true, 0.5, 1, [new(call == 0 ? double.NaN : 0), new(double.NaN)]);
        }

        judge.ObserveOutcome(true, 0.5, 1, [new(double.NaN), new(0.5)]);
        judge.Observe(false, 0.5, 2, [new(0), new(double.NaN)]);

        Assert.That(
            judge.GetGates().Select(static gate => (gate.StableReadings, gate.StableCalls, gate.CandidateReadings, gate.CandidateCalls)),
            Is.EqualTo(new[] { (1L, 1L, 3L, 4L), (0L, 1L, 1L, 4L) }));
    }

    [Test]
    public void HarmReason_names_rates_counts_and_share()
    {
        GateStatus errors = new() { Gate = "errors", CandidateCount = 82, CandidateMean = 2 / 82.0, StableCount = 8_808, StableMean = 9 / 8_808.0, HarmEValue = 25.8, HarmThreshold = 1 / 0.045 };
        GateStatus money = new() { Gate = "earned", Kind = GateKind.Metric, CandidateCount = 1_000, CandidateMean = 160.04, StableCount = 1, StableMean = 200, HarmEValue = 3.2e9, HarmThreshold = 400 };
        GateStatus gap = new()
        {
            Gate = "gap in sex",
            Kind = GateKind.FairnessGap,
            CandidateMean = 0.3,
            CandidateGroups = new(40, 0.6, 42, 0.3),
            StableMean = -0.05,
            StableGroups = new(4_000, 0.5, 4_200, 0.55),
            HarmEValue = 25.8,
            HarmThreshold = 22.2,
        };

        Assert.That(HarmReason.Of(errors, 0.01f), Is.EqualTo("gate 'errors': 2.4 % of 82 keys against 0.1 % of 8,808 keys at a share of 1 % (e-value 25.8 of 22.2)"));
        Assert.That(HarmReason.Of(money, 0.25), Is.EqualTo("gate 'earned': a mean of 160 of 1,000 keys against a mean of 200 of 1 key at a share of 25 % (e-value 3.2E+9 of 400)"));
        Assert.That(
            HarmReason.Of(gap, 0.05),
            Is.EqualTo("gate 'gap in sex': a gap of 30 % (60 % of 40 keys less 30 % of 42 keys) against a gap of -5 % (50 % of 4,000 keys less 55 % of 4,200 keys) at a share of 5 % (e-value 25.8 of 22.2)"));
    }
}
