using AISafety.Fallback;
using AISafety.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Fallback;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LastGoodValueTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void FallBackAsync_answers_what_the_key_got_last()
    {
        LastGoodValue<string, float> policy = Policy();
        Answered(policy, "a", 1);
        Answered(policy, "b", 2);
        Answered(policy, "a", 3);
        _clock.Advance(TimeSpan.FromSeconds(90));

        Verdict<float> verdict = Ask(policy, "a");

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Replace));
        Assert.That(verdict.Replacement, Is.EqualTo(3));
        Evidence evidence = verdict.Evidence[0];
        Assert.That(evidence.Code, Is.EqualTo("fallback.last-good"));
        Assert.That(evidence.Score, Is.EqualTo(90));
        Assert.That(evidence.Threshold, Is.EqualTo(3600));
        Assert.That(evidence.Message, Does.Contain("90 s"));
        Assert.That(Ask(policy, "b").Replacement, Is.EqualTo(2));
        Assert.That(policy.Name, Is.EqualTo("last-good-value"));
    }

    [Test]
    public void FallBackAsync_unknown_key_gets_no_answer() =>
        Assert.That(Refusal(Policy(), "nobody"), Is.EqualTo("fallback.no-last-good"));

    [Test]
    public void FallBackAsync_value_that_is_too_old_is_no_answer()
    {
        LastGoodValue<string, float> policy = Policy();
        Answered(policy, "a", 1);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(Ask(policy, "a").Replacement, Is.EqualTo(1), "exactly as old as it may be");
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.That(Refusal(policy, "a"), Is.EqualTo("fallback.no-last-good"));
    }

    [Test]
    public void Answered_drops_what_is_too_old()
    {
        LastGoodValue<string, float> policy = Policy();
        Answered(policy, "a", 1);
        Answered(policy, "b", 1);
        _clock.Advance(TimeSpan.FromHours(2));
        Answered(policy, "b", 2);

        Assert.That(policy.Count, Is.EqualTo(1));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    public void FallBackAsync_without_a_key_never_gives_anybodys_value(string? key)
    {
        LastGoodValue<string, float> policy = Policy();
        Answered(policy, key, 1);

        Assert.That(policy.Count, Is.Zero);
        Assert.That(Refusal(policy, key), Is.EqualTo("fallback.no-key"));
    }

    [Test]
    public void FallBackAsync_without_a_key_shares_one_value_if_told_to()
    {
        LastGoodValue<string, float> policy = Policy(new() { ShareWithoutKey = true });
        Answered(policy, "a", 1);
        Assert.That(Refusal(policy, null), Is.EqualTo("fallback.no-last-good"), "a key's value is not shared");
        Answered(policy, null, 2);

        Assert.That(Ask(policy, "").Replacement, Is.EqualTo(2));
        Assert.That(Refusal(policy, "b"), Is.EqualTo("fallback.no-last-good"), "the shared value is not a key's");
        Assert.That(Ask(policy, "a").Replacement, Is.EqualTo(1));
    }

    [Test]
    public void FallBackAsync_same_key_of_another_tenant_is_another_key()
    {
        LastGoodValue<string, float> policy = Policy();
        policy.Answered("", 1, Guards.Context<string>(null, "", _clock, new(Caller: "tenant 1", Key: "42")));

        Verdict<float> other = policy.FallBackAsync("", Guards.Context<string>(null, "", _clock, new(Caller: "tenant 2", Key: "42"))).Result;

        Assert.That(other.Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public void FallBackAsync_selector_takes_the_place_of_the_calls_key()
    {
        LastGoodValue<string, float> policy = Policy(key: input => input.StartsWith('#') ? input : null);
        policy.Answered("#1", 1, Guards.Context<string>(null, "", _clock, new(Key: "call")));

        Assert.That(policy.FallBackAsync("#1", Guards.Context<string>(null, "", _clock, new("other", Key: "other"))).Result.Replacement, Is.EqualTo(1));
        Assert.That(policy.FallBackAsync("x", Guards.Context<string>(null, "", _clock, new(Key: "call"))).Result.Evidence[0].Code, Is.EqualTo("fallback.no-key"));
    }

    [Test]
    public void Selector_that_throws_spoils_no_allowed_call_but_fails_the_fallback()
    {
        LastGoodValue<string, float> policy = Policy(key: _ => throw new FormatException());

        Assert.That(() => policy.Answered("a", 1, Guards.Context<string>(null, "a")), Throws.Nothing);
        Assert.That(() => policy.FallBackAsync("a", Guards.Context<string>(null, "a")), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Answered_past_the_capacity_drops_the_one_stored_longest_ago()
    {
        LastGoodValue<string, float> policy = Policy(new() { Capacity = 2 });
        Answered(policy, "a", 1);
        Answered(policy, "b", 2);
        Answered(policy, "a", 3);
        Answered(policy, "c", 4);

        Assert.That(policy.Count, Is.EqualTo(2));
        Assert.That(Refusal(policy, "b"), Is.EqualTo("fallback.no-last-good"));
        Assert.That(Ask(policy, "a").Replacement, Is.EqualTo(3));
        Assert.That(Ask(policy, "c").Replacement, Is.EqualTo(4));
    }

    [Test]
    public void Any_sequence_of_answers_agrees_with_a_list()
    {
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 40]).Array[1, 80].Sample(answers =>
        {
            FakeTimeProvider clock = new();
            LastGoodStore<int> store = new(5, TimeSpan.FromMinutes(100), clock);
            List<(int Key, int Value, int Time)> model = [];
            int now = 0;
            for (int i = 0; i < answers.Length; i++)
            {
                (int key, int minutes) = answers[i];
                clock.Advance(TimeSpan.FromMinutes(minutes));
                now += minutes;
                store.Store(new(null, $"{key}"), i);
                model.RemoveAll(entry => entry.Key == key || now - entry.Time > 100);
                model.Add((key, i, now));
                if (model.Count > 5)
                {
                    model.RemoveAt(0);
                }

                bool same = store.Count == model.Count && Enumerable.Range(0, 10).All(one =>
                    store.TryGet(new(null, $"{one}"), out int value, out TimeSpan age)
                        ? model.Contains((one, value, now - (int)age.TotalMinutes))
                        : !model.Exists(entry => entry.Key == one));
                if (!same)
                {
                    return false;
                }
            }

            return true;
        }, seed: "0000lastgd01");
    }

    [Test]
    public void Arrays_are_copied_when_kept_and_when_given()
    {
        LastGoodValue<string, float[]> policy = (LastGoodValue<string, float[]>)new SafetyBuilder<string, float[]>(
            Model.FromDelegate((string _) => new float[1])).AddLastGoodValue(input => input).Fallbacks.Single().Create(new(null, _clock));
        float[] answer = [1, 2];
        policy.Answered("a", answer, Guards.Context<string>(null, "a"));
        answer[0] = 99;

        float[] first = policy.FallBackAsync("a", Guards.Context<string>(null, "a")).Result.Replacement!;
        Assert.That(first, Is.EqualTo([1f, 2f]));
        first[0] = 98;
        Assert.That(policy.FallBackAsync("a", Guards.Context<string>(null, "a")).Result.Replacement, Is.EqualTo([1f, 2f]));
    }

    [Test]
    public void Memory_is_copied_and_other_types_are_kept()
    {
        float[] numbers = [1];
        ReadOnlyMemory<float> copy = OwnCopy.For<ReadOnlyMemory<float>>()(numbers);
        numbers[0] = 2;
        object thing = new();

        Assert.That(copy.Span[0], Is.EqualTo(1));
        Assert.That(OwnCopy.For<object>()(thing), Is.SameAs(thing));
        Assert.That(OwnCopy.For<float>()(3), Is.EqualTo(3));
    }

    [Test]
    public void Copy_of_the_users_own_is_used_both_ways()
    {
        LastGoodValue<string, List<int>> policy = (LastGoodValue<string, List<int>>)new SafetyBuilder<string, List<int>>(
            Model.FromDelegate((string _) => new List<int>())).AddLastGoodValue(input => input, copy: list => [.. list]).Fallbacks.Single().Create(new(null, _clock));
        List<int> answer = [1];
        policy.Answered("a", answer, Guards.Context<string>(null, "a"));
        answer.Add(2);
        List<int> given = policy.FallBackAsync("a", Guards.Context<string>(null, "a")).Result.Replacement!;
        given.Add(3);

        Assert.That(policy.FallBackAsync("a", Guards.Context<string>(null, "a")).Result.Replacement, Is.EqualTo([1]));
    }

    [Test]
    public void Answered_for_a_known_key_allocates_nothing()
    {
        LastGoodValue<string, float> policy = Policy(timeProvider: TimeProvider.System);
        SafetyContext[] contexts = [.. Enumerable.Range(0, 8).Select(i => Guards.Context<string>(null, "", null, new("caller", Key: $"{i}")))];
        for (int i = 0; i < 200; i++)
        {
            policy.Answered("", i, contexts[i % 8]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            policy.Answered("", i, contexts[i % 8]);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Parallel_use_keeps_the_bound_and_never_mixes_keys()
    {
        LastGoodValue<string, int> policy = new(null, value => value, new() { Capacity = 7 }, TimeProvider.System);
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            Random random = new(seed);
            for (int i = 0; i < 20_000; i++)
            {
                int key = random.Next(20);
                SafetyContext context = Guards.Context<string>(null, "", null, new(Key: $"{key}"));
                policy.Answered("", key, context);
                Verdict<int> verdict = policy.FallBackAsync("", context).Result;
                if ((verdict.Action == SafetyAction.Replace && verdict.Replacement != key) || policy.Count > 7)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void Build_with_an_option_out_of_range_is_refused()
    {
        Assert.That(() => Policy(new() { Capacity = 0 }), Refused("Capacity is 0"));
        Assert.That(() => Policy(new() { Capacity = 10_000_001 }), Refused("1 to 10,000,000"));
        Assert.That(() => Policy(new() { MaxAge = TimeSpan.Zero }), Refused("MaxAge is 00:00:00"));
        Assert.That(LastGoodValueOptions.Default, Is.EqualTo(new LastGoodValueOptions { Capacity = 10_000, MaxAge = TimeSpan.FromHours(1), Judge = true }));
    }

    [Test]
    public void Builds_share_no_values()
    {
        SafetyBuilder<string, float> builder = Builder().AddLastGoodValue();
        var one = (LastGoodValue<string, float>)builder.Fallbacks.Single().Create(new(null, _clock));
        var other = (LastGoodValue<string, float>)builder.Fallbacks.Single().Create(new(null, _clock));
        Answered(one, "a", 1);

        Assert.That(other.Count, Is.Zero);
    }

    private static SafetyBuilder<string, float> Builder() => new(Model.FromDelegate((string _) => 0f));

    private LastGoodValue<string, float> Policy(LastGoodValueOptions? options = null, Func<string, string?>? key = null, TimeProvider? timeProvider = null) =>
        (LastGoodValue<string, float>)Builder().AddLastGoodValue(key, options).Fallbacks.Single().Create(new(null, timeProvider ?? _clock));

    private void Answered(LastGoodValue<string, float> policy, string? key, float output) =>
        policy.Answered("input", output, Guards.Context<string>(null, "input", _clock, new(Key: key)));

    private Verdict<float> Ask(LastGoodValue<string, float> policy, string? key) =>
        policy.FallBackAsync("input", Guards.Context<string>(null, "input", _clock, new(Key: key))).Result;

    private string Refusal(LastGoodValue<string, float> policy, string? key)
    {
        Verdict<float> verdict = Ask(policy, key);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        return verdict.Evidence[0].Code;
    }

    private static NUnit.Framework.Constraints.Constraint Refused(string part) =>
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains(part).And.Message.Contains("'last-good-value'");
}
