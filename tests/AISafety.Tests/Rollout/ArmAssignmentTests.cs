using AISafety.Rollout;
using CsCheck;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class ArmAssignmentTests
{
    // A hash that changed would move users of a running rollout to the other arm at the next deployment.
    [TestCase("", 17665956581633026203UL)]
    [TestCase("customer-1", 1280352279097991313UL)]
    [TestCase("\u00e4\ud83d\ude00", 1741665156221629476UL)]
    public void StableHash_is_the_same_for_ever(string text, ulong expected) => Assert.That(StableHash.Of(0, text), Is.EqualTo(expected));

    [Test]
    public void IsCandidates_of_a_larger_share_takes_no_key_back()
    {
        Gen.Select(Gen.String, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((key, a, b) =>
        {
            ArmAssignment assignment = new("trial", new Dictionary<string, bool>());
            Assert.That(assignment.IsCandidates(key, Math.Max(a, b)) || !assignment.IsCandidates(key, Math.Min(a, b)), Is.True);
        });
    }

    [Test]
    public void IsCandidates_of_two_rollouts_is_drawn_anew()
    {
        ArmAssignment one = new("one", new Dictionary<string, bool>());
        ArmAssignment other = new("other", new Dictionary<string, bool>());
        int both = Enumerable.Range(0, 40_000).Count(i => one.IsCandidates($"k{i}", 0.25) && other.IsCandidates($"k{i}", 0.25));

        // Of independent draws 2,500, give or take 48.
        Assert.That(both, Is.EqualTo(2_500).Within(240));
    }

    [TestCase(0.01)]
    [TestCase(0.05)]
    [TestCase(0.5)]
    public void Choose_gives_the_candidate_its_share(double share)
    {
        ArmAssignment assignment = new("trial", new Dictionary<string, bool>());
        const int Count = 200_000;
        double deviation = Math.Sqrt(Count * share * (1 - share));
        int byKey = Enumerable.Range(0, Count).Count(i => assignment.Choose($"{i}", default, share).Arm == ArmCode.Candidate);
        int byCall = Enumerable.Range(0, Count).Count(i => assignment.Choose(null, new(7, (ulong)i), share).Arm == ArmCode.Candidate);

        Assert.That(byKey, Is.EqualTo(Count * share).Within(5 * deviation));
        Assert.That(byCall, Is.EqualTo(Count * share).Within(5 * deviation));
    }

    [Test]
    public void Choose_of_a_given_key_draws_nothing_and_is_stable_after_a_rollback()
    {
        ArmAssignment assignment = new("trial", new Dictionary<string, bool> { ["tester"] = true });

        Assert.That(assignment.Choose("tester", default, 0.01).Arm, Is.EqualTo(ArmCode.Candidate));
        Assert.That(float.IsNaN(assignment.Choose("tester", default, 0.01).Share), Is.True);
        Assert.That(assignment.Choose("tester", default, 0).Arm, Is.EqualTo(ArmCode.Stable));
    }

    [TestCase(1, 1, 0.9)]
    [TestCase(3, 3, 0.3)]
    [TestCase(2, 1, 0.05)]
    [TestCase(3, 1, 0.1 / 6)]
    public void AlphaShare_of_a_process(int life, int processes, double expected) => Assert.That(AlphaShare.Of(life, processes), Is.EqualTo(expected).Within(1e-15));

    [TestCase(1)]
    [TestCase(40)]
    public void AlphaShare_of_all_processes_is_no_more_than_the_whole(int processes) =>
        Assert.That(Enumerable.Range(1, 100_000).Sum(life => AlphaShare.Of(life, processes)), Is.LessThanOrEqualTo(1));
}
