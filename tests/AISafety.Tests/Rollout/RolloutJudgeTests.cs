using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class RolloutJudgeTests
{
    private static readonly RolloutGate[] s_errors = [RolloutGate.ErrorRate(0.05)];

    [Test]
    public void Observe_of_a_worse_candidate_is_harm_and_of_a_good_one_is_acceptable()
    {
        RolloutJudge worse = Judged(s_errors, 4_000, (isCandidate, draw) => draw < (isCandidate ? 0.15 : 0.02));
        RolloutJudge good = Judged(s_errors, 4_000, (_, draw) => draw < 0.02);

        Assert.That((worse.IsHarmful, worse.WorstGate, worse.IsAcceptable), Is.EqualTo((true, "errors", false)));
        Assert.That((good.IsHarmful, good.IsAcceptable, good.HasSampleRatioMismatch), Is.EqualTo((false, true, false)));
        GateStatus gate = worse.GetGates()[0];
        Assert.That(gate.CandidateMean - gate.StableMean, Is.EqualTo(0.13).Within(0.03));
        Assert.That(gate.CandidateCount, Is.EqualTo(worse.CandidateKeys));
    }

    [Test]
    public void Observe_counts_each_key_once()
    {
        RolloutJudge judge = new(s_errors);
        for (int i = 0; i < 1_000; i++)
        {
            judge.Observe(true, 0.5, 42, [new(1)]);
        }

        Assert.That((judge.Keys, judge.CandidateKeys, judge.IsHarmful), Is.EqualTo((1L, 1L, false)));
    }

    /// <summary>Users with habits, who call often: each call for itself would be taken for evidence.</summary>
    [Test]
    public void Observe_of_few_users_with_many_calls_is_no_evidence()
    {
        int clustered = 0;
        int naive = 0;
        for (int run = 0; run < 100; run++)
        {
            Random random = new(run);
            RolloutJudge keys = new(s_errors, callsPerKey: 20);
            RolloutJudge calls = new(s_errors);
            (bool IsCandidate, double Rate)[] users = [.. Enumerable.Range(0, 40).Select(_ => (random.NextDouble() < 0.5, random.NextDouble() < 0.2 ? 0.5 : 0.0))];
            for (int i = 0; i < 4_000; i++)
            {
                int user = random.Next(users.Length);
                GateReading reading = new(random.NextDouble() < users[user].Rate ? 1 : 0);
                keys.Observe(users[user].IsCandidate, 0.5, (ulong)user + 1, [reading]);
                calls.Observe(users[user].IsCandidate, 0.5, 0, [reading]);
            }

            clustered += keys.IsHarmful ? 1 : 0;
            naive += calls.IsHarmful ? 1 : 0;
        }

        Assert.That(clustered, Is.LessThanOrEqualTo(10));
        Assert.That(naive, Is.GreaterThan(20));
    }

    [Test]
    public void CloseKeys_lets_keys_count_with_the_calls_that_they_have_had()
    {
        RolloutJudge judge = new(s_errors, callsPerKey: 10);
        judge.Observe(true, 0.5, 1, [new(1)]);
        judge.Observe(true, 0.5, 1, [new(0)]);
        Assert.That(judge.GetGates()[0].CandidateCount, Is.Zero);

        judge.CloseKeys();
        judge.Observe(false, 0.9, 1, [new(1)]);

        Assert.That((judge.GetGates()[0].CandidateCount, judge.GetGates()[0].CandidateMean, judge.GetGates()[0].StableCount), Is.EqualTo((1L, 0.5, 0L)));
    }

    /// <summary>A key of the stable version at p1 is the candidate's at p2 with probability (p2 - p1) / (1 - p1): counted so, the ratio holds, and no key says anything twice.</summary>
    [Test]
    public void Observe_of_known_keys_at_another_share_draws_anew_those_between()
    {
        ArmAssignment assignment = new("trial", new Dictionary<string, bool>());
        RolloutJudge judge = new(s_errors);
        foreach (double share in (double[])[0.05, 0.3, 0.3, 0.1, 0.6])
        {
            for (int i = 0; i < 20_000; i++)
            {
                ArmNote arm = assignment.Choose($"k{i}", default, share);
                judge.Observe(arm.Arm == ArmCode.Candidate, share, arm.Cluster, [new(0)]);
            }
        }

        // All at 0.05; at 0.3 the 95 % above it; at 0.1 the 25 % between; at 0.6 the 70 % above 0.3.
        Assert.That(judge.Keys, Is.EqualTo(20_000 * (1 + 0.95 + 0.25 + 0.7)).Within(400));
        Assert.That(judge.CandidateKeys, Is.EqualTo(20_000 * (0.05 + 0.25 + 0.05 + 0.3)).Within(400));
        Assert.That(judge.HasSampleRatioMismatch, Is.False);
    }

    [Test]
    public void Observe_after_a_shift_still_finds_failures()
    {
        RolloutJudge judge = new([RolloutGate.OutputShift(default, [0], 0.1), RolloutGate.ErrorRate(0.05)]);
        Random random = new(3);
        for (int i = 0; i < 4_000; i++)
        {
            bool isCandidate = random.NextDouble() < 0.5;
            judge.Observe(isCandidate, 0.5, 0, [new(isCandidate ? 1 : -1), new(i > 2_000 && isCandidate && random.NextDouble() < 0.3 ? 1 : 0)]);
            Assert.That(judge.IsHarmful, Is.False.Or.EqualTo(i > 2_000));
        }

        Assert.That((judge.IsShifted, judge.IsHarmful), Is.EqualTo((true, true)));
        judge.AcceptShifts();
        Assert.That(judge.IsShifted, Is.False);
    }

    [Test]
    public void Observe_past_the_capacity_counts_a_share_of_the_keys()
    {
        RolloutJudge judge = new(s_errors, keyCapacity: 1_000);
        for (ulong key = 1; key <= 50_000; key++)
        {
            judge.Observe(key % 2 == 0, 0.5, key, [new(0)]);
        }

        long once = judge.Keys;
        for (ulong key = 1; key <= 50_000; key++)
        {
            judge.Observe(key % 2 == 0, 0.5, key, [new(0)]);
        }

        // Some thousand at each halving, and none twice.
        Assert.That(once, Is.InRange(1_000L, 8_000L));
        Assert.That(judge.Keys, Is.EqualTo(once));
    }

    [Test]
    public void Observe_finds_that_keys_are_missing()
    {
        RolloutJudge judge = new(s_errors);
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            bool isCandidate = random.NextDouble() < 0.25;
            if (!isCandidate || random.NextDouble() < 0.8)
            {
                judge.Observe(isCandidate, 0.25, 0, [new(0)]);
            }
        }

        Assert.That(judge.HasSampleRatioMismatch, Is.True);
    }

    [Test]
    public void Observe_of_superiority_asks_more_than_no_harm()
    {
        RolloutGate[] better = [RolloutGate.ErrorRate(0.02) with { RequiresSuperiority = true }];
        RolloutJudge equal = Judged(better, 20_000, (_, draw) => draw < 0.1);
        RolloutJudge improved = Judged(better, 20_000, (isCandidate, draw) => draw < (isCandidate ? 0.05 : 0.1));

        Assert.That((equal.IsAcceptable, improved.IsAcceptable), Is.EqualTo((false, true)));
    }

    [Test]
    public void Observe_of_a_shift_within_its_margin_is_accepted_and_beyond_it_is_harm()
    {
        RolloutGate[] shift = [RolloutGate.OutputShift(default, [-1, -0.5, 0, 0.5, 1], 0.15)];
        bool[] ends = [.. ((double[])[0, 1]).Select(moved =>
        {
            RolloutJudge judge = new(shift);
            Random random = new(4);
            for (int i = 0; i < 8_000; i++)
            {
                bool isCandidate = random.NextDouble() < 0.5;
                double score = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
                judge.Observe(isCandidate, 0.5, 0, [new(score + (isCandidate ? moved : 0))]);
            }

            Assert.That((judge.IsShifted, judge.IsHarmful), Is.EqualTo((moved > 0, false)));
            return judge.IsAcceptable;
        })];

        Assert.That(ends, Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void RolloutJudge_refuses_what_is_out_of_range()
    {
        Assert.That(() => new RolloutJudge([]), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("without gates"));
        Assert.That(() => new RolloutJudge([s_errors[0], s_errors[0]]), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("'errors'"));
        Assert.That(() => new RolloutJudge([RolloutGate.ErrorRate(0)]), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("Margin is 0"));
        Assert.That(() => new RolloutJudge([s_errors[0] with { Tolerance = 0.06 }]), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("Tolerance"));
        Assert.That(() => new RolloutJudge([s_errors[0] with { Weight = double.NaN }]), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("Weight"));
        Assert.That(() => new RolloutJudge(s_errors, alpha: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RolloutJudge(s_errors).Observe(true, 0.5, 1, []), Throws.ArgumentException);
    }

    private static RolloutJudge Judged(IReadOnlyList<RolloutGate> gates, int calls, Func<bool, double, bool> fails)
    {
        RolloutJudge judge = new(gates);
        Random random = new(11);
        for (int i = 0; i < calls; i++)
        {
            bool isCandidate = random.NextDouble() < 0.3;
            judge.Observe(isCandidate, 0.3, 0, [new(fails(isCandidate, random.NextDouble()) ? 1 : 0)]);
        }

        return judge;
    }
}
