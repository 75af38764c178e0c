using AISafety.Rollout;
using AISafety.Tests.Support;

namespace AISafety.Tests.Rollout;

[TestFixture]
public sealed class ShadowSampleTests
{
    [TestCase(0.01)]
    [TestCase(0.25)]
    [TestCase(0.9)]
    public void Share_of_keys_and_of_numbers_is_met(double share)
    {
        const int Calls = 100_000;
        ShadowSample sample = new(share, seed: 1);
        double error = 5 * Math.Sqrt(Calls * share * (1 - share));
        Assert.That(Enumerable.Range(0, Calls).Count(i => sample.Takes($"customer {i}", 0)), Is.EqualTo(Calls * share).Within(error));
        Assert.That(Enumerable.Range(0, Calls).Count(i => sample.Takes(null, (ulong)i)), Is.EqualTo(Calls * share).Within(error));
    }

    [Test]
    public void None_and_all_are_exact()
    {
        Assert.That(Enumerable.Range(0, 1000).Any(i => new ShadowSample(0, 1).Takes($"{i}", 0) || new ShadowSample(0, 1).Takes(null, (ulong)i)), Is.False);
        Assert.That(Enumerable.Range(0, 1000).All(i => new ShadowSample(1, 1).Takes($"{i}", 0) && new ShadowSample(1, 1).Takes(null, (ulong)i)), Is.True);
    }

    /// <summary>Written down, so that a change of the hash, which would choose other keys in the next release, is seen.</summary>
    [Test]
    public void Same_keys_are_chosen_in_every_process()
    {
        ShadowSample sample = new(0.5, seed: 1);
        string chosen = string.Concat(Enumerable.Range(0, 24).Select(i => sample.Takes($"key-{i}", 0) ? '1' : '0'));
        Assert.That(chosen, Is.EqualTo("100111010000101010110101"));
        Assert.That(string.Concat(Enumerable.Range(0, 24).Select(i => new ShadowSample(0.5, seed: 2).Takes($"key-{i}", 0) ? '1' : '0')), Is.Not.EqualTo(chosen));
    }

    [Test]
    public void Greater_share_takes_all_that_the_smaller_took()
    {
        ShadowSample few = new(0.1, 1);
        ShadowSample many = new(0.3, 1);
        Assert.That(Enumerable.Range(0, 1000).All(i => !few.Takes($"{i}", 0) || many.Takes($"{i}", 0)), Is.True);
    }

    [Test]
    public async Task Key_decides_for_all_its_calls()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddShadow(Scripted.Model, options: new() { Share = 0.5 }));
        for (int i = 0; i < 40; i++)
        {
            await safe.PredictAsync(i, new CallInfo(Key: "one customer"));
        }

        Assert.That(safe.GetShadowReport().Sampled, Is.AnyOf(0, 40));
    }

    [Test]
    public async Task Call_that_is_not_sampled_allocates_nothing_and_one_that_is_only_what_it_hands_over()
    {
        await using SafeModel<int, string> off = Constant().WithSafety(safety => safety.AddShadow(Constant(), options: new() { Share = 0 }));
        Assert.That(Allocations.Of(() => off.PredictAsync(1).Result.Length == 1), Is.Zero);

        await using SafeModel<int, string> on = Constant().WithSafety(safety => safety.AddShadow(Constant(), options: new() { QueueCapacity = 1000 }));
        Assert.That(Allocations.Of(() => on.PredictAsync(1).Result.Length == 1), Is.LessThanOrEqualTo(100 * 96));
        await on.FlushAsync();
        Assert.That((on.GetShadowReport().Agreed, on.GetShadowReport().Dropped), Is.EqualTo((200, 0)));
    }

    private static IModel<int, string> Constant() => Model.FromDelegate<int, string>(static _ => "1");
}
