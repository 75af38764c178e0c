using AISafety.Adversarial;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Adversarial;

public sealed class QueryPatternTests
{
    private static readonly FeatureSchema<float[]> _schema = FeatureSchema.ForVector([.. Enumerable.Range(0, 64).Select(static i => $"x{i}")]);

    [Test]
    public void InspectAsync_ordinary_digits_are_allowed()
    {
        IInputGuard<float[]> guard = Create();

        int alarms = Digits.TestRows.Count(row => Inspect(guard, row).Action != SafetyAction.Allow);

        Assert.That(alarms, Is.Zero, "of 397");
    }

    [Test]
    public void InspectAsync_search_around_one_digit_is_suspected_after_a_quarter_of_the_ring()
    {
        IInputGuard<float[]> guard = Create(SafetyAction.Block);
        Random random = new(1);
        List<SafetyAction> actions = [.. Enumerable.Range(0, 100).Select(_ => Inspect(guard, Near(Digits.TestRows[3], random)).Action)];

        // The first is near to none; from the 17th on there are 16 of 64.
        Assert.That(actions.Take(16), Is.All.EqualTo(SafetyAction.Allow));
        Assert.That(actions.Skip(16), Is.All.EqualTo(SafetyAction.Block));
    }

    [Test]
    public void InspectAsync_evidence_counts_and_repeats_no_input()
    {
        IInputGuard<float[]> guard = Create();
        Random random = new(1);
        Verdict<float[]> verdict = Enumerable.Range(0, 40).Select(_ => Inspect(guard, Near(Digits.TestRows[3], random))).ToArray()[^1];

        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.queries"));
        Assert.That(verdict.Evidence[0].Score, Is.EqualTo(39.0 / 64));
        Assert.That(verdict.Evidence[0].Threshold, Is.EqualTo(0.25));
        Assert.That(verdict.Evidence[0].Message, Does.Contain("39 of the caller's last 64"));
    }

    [Test]
    public void InspectAsync_other_queries_of_a_suspect_and_other_callers_pass()
    {
        IInputGuard<float[]> guard = Create(SafetyAction.Block);
        Random random = new(1);
        for (int i = 0; i < 40; i++)
        {
            Inspect(guard, Near(Digits.TestRows[3], random), "mallory");
        }

        Assert.That(Inspect(guard, Near(Digits.TestRows[3], random), "mallory").Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(Inspect(guard, Digits.TestRows[9], "mallory").Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Inspect(guard, Digits.TestRows[3], "alice").Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public void InspectAsync_equal_queries_do_not_count_but_stay_refused_once_they_were()
    {
        IInputGuard<float[]> guard = Create(SafetyAction.Block);
        Assert.That(Enumerable.Range(0, 200).Select(_ => Inspect(guard, Digits.TestRows[3]).Action), Is.All.EqualTo(SafetyAction.Allow), "a client that tries again");

        Random random = new(1);
        float[] last = [];
        for (int i = 0; i < 40; i++)
        {
            last = Near(Digits.TestRows[3], random);
            Inspect(guard, last);
        }

        Assert.That(Inspect(guard, last).Action, Is.EqualTo(SafetyAction.Block));
    }

    [Test]
    public void InspectAsync_suspicion_fades_with_ordinary_queries()
    {
        IInputGuard<float[]> guard = Create(SafetyAction.Block);
        Random random = new(1);
        for (int i = 0; i < 40; i++)
        {
            Inspect(guard, Near(Digits.TestRows[3], random));
        }

        foreach (float[] row in Digits.TestRows[10..70])
        {
            Inspect(guard, row);
        }

        Assert.That(Inspect(guard, Near(Digits.TestRows[3], random)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void InspectAsync_what_is_not_finite_is_blocked_whatever_the_action(float value)
    {
        float[] row = [.. Digits.TestRows[0]];
        row[5] = value;

        Verdict<float[]> verdict = Inspect(Create(), row);

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.not-finite"));
    }

    [Test]
    public void InspectAsync_row_that_was_not_read_is_blocked()
    {
        Verdict<float[]> verdict = Create().InspectAsync(Digits.TestRows[0], new SafetyContext(64, TimeProvider.System)).GetAwaiter().GetResult();

        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("adversarial.width"));
    }

    [Test]
    public void InspectAsync_allowed_call_of_a_known_caller_allocates_nothing()
    {
        IInputGuard<float[]> guard = Create();
        float[][] rows = Digits.TestRows;
        SafetyContext context = Guards.Context(_schema, rows[0], call: new("alice"));
        int turn = 0;

        Assert.That(
            Allocations.Of(() =>
            {
                _schema.TryRead(rows[turn++], context.Received);
                return guard.InspectAsync(rows[0], context).Result.Action == SafetyAction.Allow;
            }),
            Is.Zero);
    }

    [Test]
    public void Store_forgets_who_was_not_heard_of_for_longest()
    {
        FakeTimeProvider clock = new();
        QueryStore store = new(16, 8, 4, clock);
        QueryHistory first = store.Of("0");
        for (int i = 1; i < 16; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            store.Of($"{i}");
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(store.Of("0"), Is.SameAs(first));
        QueryHistory second = store.Of("1");
        clock.Advance(TimeSpan.FromSeconds(1));
        store.Of("new");

        Assert.That(store.Count, Is.EqualTo(15), "two of 16 went, one came");
        Assert.That(store.Of("0"), Is.SameAs(first));
        Assert.That(store.Of("1"), Is.SameAs(second));
    }

    [Test]
    public void Store_never_holds_more_callers_than_allowed()
    {
        QueryStore store = new(10, 8, 4, TimeProvider.System);

        Parallel.For(0, 2_000, i => store.Of($"{i}"));

        Assert.That(store.Count, Is.LessThanOrEqualTo(10));
    }

    [Test]
    public void Store_long_names_are_told_apart()
    {
        QueryStore store = new(10, 8, 4, TimeProvider.System);
        QueryHistory first = store.Of(new string('x', 10_000));

        Assert.That(store.Of(new string('x', 10_000)), Is.SameAs(first));
        Assert.That(store.Of(new string('x', 10_001)), Is.Not.SameAs(first));
    }

    [Test]
    public void History_equal_sketches_of_different_rows_are_near()
    {
        QueryHistory history = new(8, 2);
        Assert.That(history.Take([1, 2], 7, 1, out bool isRelated), Is.Zero);
        Assert.That(isRelated, Is.False);
        Assert.That(history.Take([1, 2], 8, 1, out isRelated), Is.EqualTo(1));
        Assert.That(isRelated, Is.True);
        Assert.That(history.Take([1, 2], 8, 1, out isRelated), Is.EqualTo(1), "the same row again");
        Assert.That(isRelated, Is.True);
    }

    [TestCase(64, 16, 0.001, 5.0646e-7)]
    [TestCase(8, 2, 0.001, 4.3739e-4)]
    [TestCase(64, 1, 0.001, 0.064)]
    [TestCase(1_024, 256, 0.001, 1)]
    public void Chance_alarm_is_binomial(int recent, int alarmCount, double nearShare, double expected) =>
        Assert.That(ChanceAlarm.Of(recent, alarmCount, nearShare), Is.EqualTo(expected).Within(1).Percent);

    [Test]
    public void Reload_changes_the_action()
    {
        IInputGuard<float[]> guard = Create();
        ((IReloadableGuard)guard).Reload(new() { Otherwise = SafetyAction.Review });
        Random random = new(1);

        Assert.That(Enumerable.Range(0, 40).Select(_ => Inspect(guard, Near(Digits.TestRows[3], random)).Action).ToArray()[^1], Is.EqualTo(SafetyAction.Review));
        Assert.That(((IReloadableGuard)guard).FindFault(new() { AlarmRate = 0.1 }), Does.Contain("no setting"));
    }

    [Test]
    public void AddQueryPatternDetection_refuses_what_does_not_suffice()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Fault(new() { RecentQueries = 4 }), Does.Contain("RecentQueries is 4"));
            Assert.That(Fault(new() { AlarmShare = 0 }), Does.Contain("AlarmShare is 0"));
            Assert.That(Fault(new() { NearShare = 0.01 }), Does.Contain("ordinary queries would alarm"));
            Assert.That(Fault(new() { NearShare = 0.0038 }), Does.Contain("NearShare is 0.0038"), "0.243 of the ring on average, where 0.25 alarms");
            Assert.That(Fault(new() { Radius = 0 }), Does.Contain("Radius is 0"));
            Assert.That(Fault(new(), rows: Digits.TrainingRows[..49]), Does.Contain("49 rows").And.Contain("at least 50"));
            Assert.That(Fault(new(), rows: [.. Enumerable.Repeat(new float[64], 60)]), Does.Contain("rows that vary"));
            Assert.That(() => Create(SafetyAction.Replace), Throws.TypeOf<SafetyBuildException>());
        });

        static string Fault(QueryPatternOptions options, float[][]? rows = null) => Assert.Throws<SafetyBuildException>(() => Create(options: options, rows: rows))!.Message;
    }

    private static float[] Near(float[] row, Random random) => Array.ConvertAll(row, pixel => pixel + 0.03f * ((float)random.NextDouble() - 0.5f));

    private static IInputGuard<float[]> Create(SafetyAction otherwise = SafetyAction.Flag, QueryPatternOptions? options = null, float[][]? rows = null)
    {
        SafetyBuilder<float[], Classification> builder = new SafetyBuilder<float[], Classification>(Digits.Network)
            .UseFeatures(_schema)
            .AddQueryPatternDetection(rows ?? Digits.TrainingRows, otherwise, options: options);
        return builder.InputGuards.Single().Create(new(_schema, TimeProvider.System));
    }

    private static Verdict<float[]> Inspect(IInputGuard<float[]> guard, float[] row, string? caller = null) =>
        guard.InspectAsync(row, Guards.Context(_schema, row, call: new(caller))).GetAwaiter().GetResult();
}
