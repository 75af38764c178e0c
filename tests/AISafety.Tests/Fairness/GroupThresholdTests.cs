using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AISafety.Fairness;
using AISafety.Statistics;
using AISafety.Tests.Support;

namespace AISafety.Tests.Fairness;

[NonParallelizable]
public sealed class GroupThresholdTests
{
    private const string Woman = "sex-a";
    private const string Man = "sex-b";

    // Women are selected from 0.25 on, men from 0.75 on, half of them from 0.5 on; others from 0.5 on.
    private static readonly FairThresholds<string> Thresholds = new(
        [Woman, Man], new([GroupThreshold.At(0.25), new(0.5, 0.75, 0, 0.5, 1)], GroupThreshold.At(0.5)));

    private sealed record Applicant(string? Sex, string? Number = null);

    private sealed record Decision(double Probability, bool Approved);

    private static IModel<Applicant, Decision> Of(double probability) => Model.FromDelegate((Applicant _) => new Decision(probability, probability >= 0.5));

    private static SafetyBuilder<Applicant, Decision> Builder(double probability = 0.5, GroupThresholdOptions? options = null, Func<Applicant, string?>? key = null) =>
        new SafetyBuilder<Applicant, Decision>(Of(probability)).AddGroupThresholds(
            applicant => applicant.Sex, decision => decision.Probability, decision => decision.Approved, static (decision, approved) => decision with { Approved = approved }, Thresholds, key, (options ?? new()) with { Seed = options?.Seed ?? 0 });

    private static Verdict<Decision> Inspect(string? sex, double probability, GroupThresholdOptions? options = null) =>
        Guards.InspectOutput(Builder(options: options), new(sex), new(probability, probability >= 0.5));

    [TestCase(Woman, 0.6)]
    [TestCase(Woman, 0.2)]
    [TestCase(Man, 0.9)]
    [TestCase(Man, 0.49)]
    public void Guard_decision_that_agrees_is_allowed(string sex, double probability) => Assert.That(Inspect(sex, probability).Action, Is.EqualTo(SafetyAction.Allow));

    [Test]
    public void Guard_decision_that_differs_is_replaced_and_says_so()
    {
        Verdict<Decision> verdict = Inspect(Woman, 0.3);
        Assert.That((verdict.Action, verdict.Replacement), Is.EqualTo((SafetyAction.Replace, new Decision(0.3, true))));
        Assert.That(verdict.Evidence[0].Code, Is.EqualTo("fairness.threshold"));

        // A model that approves what no rule of its own would.
        Verdict<Decision> rejected = Guards.InspectOutput(Builder(), new(Woman), new(0.1, true));
        Assert.That(rejected.Replacement, Is.EqualTo(new Decision(0.1, false)));
    }

    [Test]
    public async Task Call_evidence_holds_neither_group_nor_score_nor_key()
    {
        for (int i = 0; i < 20; i++)
        {
            Applicant applicant = new(i % 2 == 0 ? Woman : Man, $"secret-{i}");
            await using SafeModel<Applicant, Decision> safe = Builder(i % 2 == 0 ? 0.3125 : 0.5625, key: one => one.Number).Build();
            foreach (Evidence evidence in (await safe.EvaluateAsync(applicant)).Evidence.ToArray())
            {
                string text = $"{evidence} {evidence.Message} {evidence.Feature} {evidence.Score} {evidence.Threshold}";
                Assert.That(text, Does.Not.Contain("sex-").And.Not.Contain("secret").And.Not.Contain("0.3125").And.Not.Contain("0.5625"));
            }
        }
    }

    [Test]
    public async Task Call_draw_sticks_to_the_key_and_can_be_repeated_from_the_evidence()
    {
        await using SafeModel<Applicant, Decision> safe = Builder(0.6, new() { Seed = 7 }, applicant => applicant.Number).Build();
        int approved = 0;
        for (int i = 0; i < 400; i++)
        {
            Applicant applicant = new(Man, $"number {i}");
            double draw = DecisionDraw.Of(applicant.Number!, 7);
            SafetyResult<Decision> result = await safe.EvaluateAsync(applicant);
            Assert.That(result.Output.Approved, Is.EqualTo(draw < 0.5));
            Assert.That((await safe.EvaluateAsync(applicant)).Output, Is.EqualTo(result.Output), "who asks again is decided alike");
            Assert.That(result.Action, Is.EqualTo(draw < 0.5 ? SafetyAction.Allow : SafetyAction.Replace));
            if (result.Action == SafetyAction.Replace)
            {
                Assert.That((result.Evidence.Single().Score, result.Evidence.Single().Threshold), Is.EqualTo((draw, 0.5)));
            }

            approved += result.Output.Approved ? 1 : 0;
        }

        Assert.That(approved, Is.InRange(150, 250));
    }

    [Test]
    public async Task Call_draw_is_by_the_calls_key_else_by_its_id()
    {
        await using SafeModel<Applicant, Decision> safe = Builder(0.6).Build();
        SafetyResult<Decision> keyed = await safe.EvaluateAsync(new(Man), new CallInfo(Key: "k"));
        SafetyResult<Decision> other = await safe.EvaluateAsync(new(Man));
        Assert.That(keyed.Output.Approved, Is.EqualTo(DecisionDraw.Of("k", 0) < 0.5));
        Assert.That(other.Output.Approved, Is.EqualTo(DecisionDraw.Of(other.CallId, 0) < 0.5));
        Assert.That(DecisionDraw.Of(other.CallId, 3), Is.EqualTo(DecisionDraw.Of(other.CallId.ToString(), 3)));
    }

    [Test]
    public void Draw_is_what_its_documentation_says_for_keys_of_any_length()
    {
        foreach (string key in new[] { "", "a", "M\u00fcller", new string('x', 1000) })
        {
            byte[] bytes = [.. BitConverter.GetBytes(-5L), .. Encoding.UTF8.GetBytes(key)];
            double expected = (BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes)) >> 11) / Math.Pow(2, 53);
            Assert.That(DecisionDraw.Of(key, -5), Is.EqualTo(expected));
        }

        Assert.That(Enumerable.Range(0, 2000).Average(i => DecisionDraw.Of($"{i}", 1)), Is.EqualTo(0.5).Within(0.03));
    }

    [TestCase(null)]
    [TestCase("other")]
    public void Guard_unknown_group_is_decided_by_the_pooled_threshold_and_never_in_silence(string? sex)
    {
        Verdict<Decision> agrees = Inspect(sex, 0.6);
        Assert.That((agrees.Action, agrees.Evidence[0].Code), Is.EqualTo((SafetyAction.Flag, "fairness.group-unknown")));
        Verdict<Decision> differs = Guards.InspectOutput(Builder(), new(sex), new(0.4, true));
        Assert.That((differs.Action, differs.Replacement!.Approved), Is.EqualTo((SafetyAction.Replace, false)));
        Assert.That(differs.Evidence.ToArray().Select(one => one.Code), Is.EqualTo(["fairness.group-unknown", "fairness.threshold"]));
        foreach (SafetyAction action in new[] { SafetyAction.Review, SafetyAction.Block })
        {
            Verdict<Decision> stopped = Inspect(sex, 0.6, new() { UnknownGroup = action });
            Assert.That((stopped.Action, stopped.Evidence[0].Code), Is.EqualTo((action, "fairness.group-unknown")));
        }
    }

    [Test]
    public void Reload_changes_what_an_unknown_group_means_and_null_restores_it()
    {
        IOutputGuard<Applicant, Decision> guard = Builder().OutputGuards.Single().Create(new(null, TimeProvider.System));
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        Assert.That((reloadable.FindFault(new() { Otherwise = SafetyAction.Block }), reloadable.FindFault(new())), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(reloadable.FindFault(new() { Otherwise = SafetyAction.Replace }), Does.Contain("Otherwise is Replace"));
        Assert.That(reloadable.FindFault(new() { Minimum = 0.5 }), Does.Contain("Minimum is no setting"));
        Assert.That(Judge("other"), Is.EqualTo(SafetyAction.Flag));
        reloadable.Reload(new() { Otherwise = SafetyAction.Block });
        Assert.That((Judge("other"), Judge(Woman)), Is.EqualTo((SafetyAction.Block, SafetyAction.Allow)));
        reloadable.Reload(new());
        Assert.That(Judge("other"), Is.EqualTo(SafetyAction.Flag));

        SafetyAction Judge(string sex) =>
            guard.InspectAsync(new(sex), new(0.6, true), Guards.Context<Applicant>(null, new(sex))).GetAwaiter().GetResult().Action;
    }

    [Test]
    public async Task Guard_bad_values_are_documented_outcomes()
    {
        Assert.That((Inspect(Man, double.NaN).Action, Inspect(Man, double.NaN).Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "fairness.invalid-score")));
        Assert.That(Guards.InspectOutput(Builder(), new(Man), null!).Evidence[0].Code, Is.EqualTo("model.null-output"));
        Assert.That(Inspect(Man, double.PositiveInfinity).Action, Is.EqualTo(SafetyAction.Allow));
        await using SafeModel<Applicant, Decision> thrown = Builder(0.6, key: _ => throw new InvalidOperationException()).Build();
        Assert.That((await thrown.EvaluateAsync(new(Man))).Evidence.Single().Code, Is.EqualTo("guard.failed"));
        Assert.That(
            () => Model.FromDelegate((Applicant _) => new Decision(0.5, true)).WithSafety(safety => safety.AddGroupThresholds(
                static one => one.Sex, static one => one.Probability, static one => one.Approved, static (one, approved) => one with { Approved = approved }, Thresholds)),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Seed"));
        Assert.That(() => Builder(options: new() { UnknownGroup = SafetyAction.Allow }).Build(), Throws.InstanceOf<SafetyBuildException>().With.Message.Contains("UnknownGroup is Allow"));
    }

    [Test]
    public async Task Call_report_only_leaves_the_models_decision()
    {
        await using SafeModel<Applicant, Decision> safe = Builder(0.3, new() { Mode = GuardMode.ReportOnly }).Build();
        SafetyResult<Decision> result = await safe.EvaluateAsync(new(Woman));
        Assert.That((result.Output.Approved, result.Evidence.Single().Code, result.Evidence.Single().Mode), Is.EqualTo((false, "fairness.threshold", GuardMode.ReportOnly)));
    }

    [Test]
    public async Task Call_decision_that_agrees_allocates_nothing_even_by_a_draw()
    {
        // A class of its own, made once: what the model answers is not the guard's.
        Decision approved = new(0.6, true);
        await using SafeModel<Applicant, Decision> safe = Model.FromDelegate((Applicant _) => approved).WithSafety(safety => safety.AddGroupThresholds(
            applicant => applicant.Sex, decision => decision.Probability, decision => decision.Approved, static (decision, value) => decision with { Approved = value }, Thresholds, applicant => applicant.Number, new() { Seed = 0 }));
        string drawn = Enumerable.Range(0, 100).Select(i => $"number {i}").First(number => DecisionDraw.Of(number, 0) < 0.5);
        foreach (Applicant applicant in new Applicant[] { new(Woman), new(Man, drawn) })
        {
            Assert.That((await safe.EvaluateAsync(applicant)).Action, Is.EqualTo(SafetyAction.Allow));
            Assert.That(Allocations.Of(() => safe.PredictAsync(applicant).Result.Approved), Is.Zero);
        }
    }

    [Test]
    public void Thresholds_are_fitted_to_rows_with_groups_of_any_type()
    {
        Random random = new(2);
        (double Score, bool Outcome, DayOfWeek Group)[] rows = [.. Enumerable.Range(0, 4000).Select(i => (Group: i % 2 == 0 ? DayOfWeek.Friday : DayOfWeek.Monday, Score: random.NextDouble()))
            .Select(row => (Score: row.Score * (row.Group == DayOfWeek.Friday ? 0.8 : 1), row.Group)).Select(row => (row.Score, random.NextDouble() < row.Score, row.Group))];
        FairThresholds<DayOfWeek> optimal = FairThresholds<DayOfWeek>.Optimize(rows);
        Assert.That(optimal.Groups, Is.EqualTo([DayOfWeek.Friday, DayOfWeek.Monday]));
        Assert.That(optimal.Rates[0].SelectionRate, Is.EqualTo(optimal.Rates[1].SelectionRate).Within(1e-9));
        FairThresholds<DayOfWeek> region = FairThresholds<DayOfWeek>.RejectOption(rows, [DayOfWeek.Friday]);
        Assert.That(region.Rates[0].SelectionRate, Is.EqualTo(region.Rates[1].SelectionRate).Within(0.02));
        Assert.That(region.Thresholds.Groups[0].Lower, Is.LessThan(0.5));
        Assert.That(optimal.Probability(0.9, DayOfWeek.Sunday), Is.EqualTo(1), "not known: the pooled threshold");
        Assert.That(() => FairThresholds<DayOfWeek>.RejectOption(rows, [DayOfWeek.Sunday]), Throws.ArgumentException.With.Message.Contains("deprived"));
        Assert.That(() => FairThresholds<string>.Optimize([(0.1, false, null!), (0.2, true, Man)]), Throws.ArgumentException);
        Assert.That(() => new FairThresholds<string>([Man], Thresholds.Thresholds), Throws.ArgumentException);
        Assert.That(() => new FairThresholds<string>([Man, Man], Thresholds.Thresholds), Throws.ArgumentException);
        Assert.That(() => new FairThresholds<string>([], Thresholds.Thresholds), Throws.ArgumentException);
    }
}
