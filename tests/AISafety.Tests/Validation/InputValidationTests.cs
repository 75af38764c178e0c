using System.Text.RegularExpressions;
using AISafety.Tests.Support;
using AISafety.Validation;
using CsCheck;

namespace AISafety.Tests.Validation;

public class InputValidationTests
{
    private static readonly FeatureSchema<Applicant> _schema = FeatureSchema.For<Applicant>()
        .Numeric("age", x => x.Age, "years", 18, 120)
        .Numeric("debt", x => x.Debt, min: 0)
        .Numeric("income", x => x.Income)
        .Categorical("state", x => x.State, ["CA", "NY"])
        .Vector("embedding", x => x.Embedding, 3);

    private static SafetyBuilder<TIn, int> Builder<TIn>(FeatureSchema<TIn>? schema)
    {
        SafetyBuilder<TIn, int> builder = new(Model.FromDelegate((TIn _) => 0));
        return schema is null ? builder : builder.UseFeatures(schema);
    }

    private static IInputGuard<TIn> Create<TIn>(SafetyBuilder<TIn, int> builder) =>
        builder.InputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));

    private static string[] Codes<TIn>(FeatureSchema<TIn> schema, TIn input) =>
        [.. Guards.InspectInput(Builder(schema).AddInputValidation(), input).Evidence.ToArray().Select(one => $"{one.Code} {one.Feature}")];

    [Test]
    public void Inspect_a_good_input_allows() =>
        Assert.That(Guards.InspectInput(Builder(_schema).AddInputValidation(), new()).Action, Is.EqualTo(SafetyAction.Allow));

    [Test]
    public void Inspect_reports_every_violation_of_the_schema_then_of_the_rules()
    {
        Applicant bad = new() { Age = 17, Debt = -1, Income = double.NaN, State = "TX", Embedding = [1, float.PositiveInfinity, float.NaN], Name = null };
        Verdict<Applicant> verdict = Guards.InspectInput(Builder(_schema).AddInputValidation(rules => rules.Required("name", x => x.Name)), bad);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(
            verdict.Evidence.ToArray().Select(one => $"{one.Code} {one.Feature}"),
            Is.EqualTo([
                "input.range age", "input.range debt", "input.missing income", "input.unseen state",
                "input.not-finite embedding[1]", "input.missing embedding[2]", "input.missing name"]));
    }

    [Test]
    public void Inspect_infinity_is_refused_where_no_range_is_stated() =>
        Assert.That(Codes(_schema, new() { Income = double.NegativeInfinity }), Is.EqualTo(["input.not-finite income"]));

    [Test]
    public void Inspect_a_number_beyond_float_is_not_finite() =>
        Assert.That(Codes(_schema, new() { Income = 1e300 }), Is.EqualTo(["input.not-finite income"]));

    [Test]
    public void Inspect_bounds_are_cast_to_float_as_the_value_is()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector("p").WithRange("p", 0.1, 0.3);
        Assert.That(Codes(schema, [0.1f]), Is.Empty);
        Assert.That(Codes(schema, [0.3f]), Is.Empty);
        Assert.That(Codes(schema, [MathF.BitDecrement(0.1f)]), Is.EqualTo(["input.range p"]));
        Assert.That(Codes(schema, [MathF.BitIncrement(0.3f)]), Is.EqualTo(["input.range p"]));
    }

    [Test]
    public void Inspect_negative_zero_and_subnormal_numbers_count_as_what_they_are()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector("p").WithRange("p", 0, 1);
        Assert.That(Codes(schema, [-0f]), Is.Empty);
        Assert.That(Codes(schema, [float.Epsilon]), Is.Empty);
        Assert.That(Codes(schema, [-float.Epsilon]), Is.EqualTo(["input.range p"]));
    }

    [TestCase(null)]
    [TestCase(new float[] { 1 })]
    [TestCase(new float[] { 1, 2, 3 })]
    public void Inspect_a_vector_of_another_length_is_refused(float[]? embedding) =>
        Assert.That(Codes(_schema, new() { Embedding = embedding }), Is.EqualTo(embedding is { Length: 3 } ? [] : new[] { "input.length embedding" }));

    [Test]
    public void Inspect_a_wrong_length_does_not_hide_behind_optional_elements()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector("a", "b").WithRange("a", 0, 1, required: false).WithRange("b", 0, 1, required: false);
        Assert.That(Codes(schema, [float.NaN, float.NaN]), Is.Empty);
        Assert.That(Codes(schema, [0.5f]), Is.EqualTo(["input.length input"]));
        Assert.That(Codes(schema, []), Is.EqualTo(["input.length input"]));
    }

    [Test]
    public void Inspect_null_input_is_refused()
    {
        Verdict<Applicant> verdict = Create(Builder(_schema).AddInputValidation()).InspectAsync(null!, Guards.Context(_schema, new())).Result;
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "input.null")));
    }

    [Test]
    public void Inspect_a_row_that_fails_while_the_input_does_not_is_refused()
    {
        IInputGuard<Applicant> guard = Create(Builder(_schema).AddInputValidation(options: new() { Otherwise = SafetyAction.Flag }));
        SafetyContext context = Guards.Context(_schema, new Applicant { Age = 3 });
        Verdict<Applicant> verdict = guard.InspectAsync(new(), context).Result;
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "input.inconsistent")));
    }

    [Test]
    public void Inspect_without_a_row_fails_closed()
    {
        Verdict<Applicant> verdict = Create(Builder(_schema).AddInputValidation()).InspectAsync(new(), Guards.Context<Applicant>(null, new())).Result;
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "input.inconsistent")));
    }

    [Test]
    public void Inspect_a_schema_that_throws_is_reported_beside_what_was_found_before()
    {
        FeatureSchema<Applicant> throwing = _schema.Numeric("bad", x => x.Name is null ? throw new InvalidOperationException("secret") : 1d);
        IInputGuard<Applicant> guard = Create(Builder(throwing).AddInputValidation());
        Verdict<Applicant> verdict = guard.InspectAsync(new() { Age = 3, Name = null }, Guards.Context(throwing, new Applicant { Age = 3 })).Result;
        Assert.That(verdict.Evidence.ToArray().Select(one => one.Code), Is.EqualTo(["input.range", "input.rule-failed"]));
        Assert.That(verdict.Evidence[1].Message, Does.Not.Contain("secret"));
    }

    [TestCase(SafetyAction.Flag)]
    [TestCase(SafetyAction.Review)]
    [TestCase(SafetyAction.Block)]
    public void Otherwise_decides_what_a_violation_means(SafetyAction otherwise) =>
        Assert.That(
            Guards.InspectInput(Builder(_schema).AddInputValidation(options: new() { Otherwise = otherwise }), new() { Age = 3 }).Action,
            Is.EqualTo(otherwise));

    [TestCase(FailurePolicy.FailClosed, SafetyAction.Flag, SafetyAction.Block)]
    [TestCase(FailurePolicy.FailClosed, SafetyAction.Review, SafetyAction.Block)]
    [TestCase(FailurePolicy.FailOpen, SafetyAction.Review, SafetyAction.Review)]
    [TestCase(FailurePolicy.FailOpen, SafetyAction.Flag, SafetyAction.Flag)]
    public void Rule_that_throws_is_treated_as_the_failure_policy_says(FailurePolicy policy, SafetyAction otherwise, SafetyAction expected) =>
        Assert.That(
            Guards.InspectInput(
                Builder<Applicant>(null).AddInputValidation(
                    rules => rules.Rule("own.rule", _ => throw new InvalidOperationException(), "Never."),
                    new() { Otherwise = otherwise, OnFailure = policy }),
                new()).Action,
            Is.EqualTo(expected));

    [TestCase(SafetyAction.NotEvaluated)]
    [TestCase(SafetyAction.Allow)]
    [TestCase(SafetyAction.Replace)]
    [TestCase((SafetyAction)99)]
    public void Build_with_another_action_throws(SafetyAction otherwise) =>
        Assert.That(
            () => Create(Builder(_schema).AddInputValidation(options: new() { Otherwise = otherwise })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("input-validation").And.Message.Contains($"{otherwise}"));

    [Test]
    public void Build_with_neither_schema_nor_rules_throws()
    {
        Assert.That(() => Create(Builder<Applicant>(null).AddInputValidation()), Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => Create(Builder(FeatureSchema.For<Applicant>()).AddInputValidation(_ => { })), Throws.TypeOf<SafetyBuildException>());
    }

    [Test]
    public void Build_with_a_pattern_that_could_run_for_ever_throws() =>
        Assert.That(
            () => Create(Builder<Applicant>(null).AddInputValidation(rules => rules.Pattern("name", x => x.Name, new Regex("(a+)+$")))),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'name'").And.Message.Contains("NonBacktracking"));

    [Test]
    public void Build_with_a_range_beyond_float_throws() =>
        Assert.That(
            () => Create(Builder(FeatureSchema.For<Applicant>().Numeric("income", x => x.Income, min: 1e300, max: 1e301)).AddInputValidation()),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'income'"));

    [Test]
    public void Rules_added_after_the_description_ended_have_no_effect()
    {
        ValidationRules<Applicant>? kept = null;
        SafetyBuilder<Applicant, int> builder = Builder(_schema).AddInputValidation(rules => kept = rules);
        kept!.Rule("own.rule", _ => false, "Never.");
        Assert.That(Guards.InspectInput(builder, new()).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public void Name_is_stable() => Assert.That(Create(Builder(_schema).AddInputValidation()).Name, Is.EqualTo("input-validation"));

    [Test]
    public void Inspect_agrees_with_the_schemas_own_judgement_on_any_vector()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector([.. Enumerable.Range(0, 21).Select(i => $"f{i}")]);
        for (int i = 0; i < 21; i += 2)
        {
            schema = schema.WithRange($"f{i}", i % 4 == 0 ? 0 : double.NegativeInfinity, 0.1, required: i % 3 != 0);
        }

        IInputGuard<float[]> guard = Create(Builder(schema).AddInputValidation());
        float[] special = [0f, -0f, 0.1f, float.Epsilon, -float.Epsilon, float.NaN, float.PositiveInfinity, float.MaxValue, float.MinValue];
        Gen<float> mostlyGood = Gen.Frequency((30, Gen.Float[0, 0.1f]), (1, Gen.Int[0, special.Length - 1].Select(i => special[i])));
        mostlyGood.Array[20, 22].Sample(
            input =>
            {
                Verdict<float[]> verdict = guard.InspectAsync(input, Guards.Context(schema, input)).Result;
                IReadOnlyList<Evidence> expected = schema.Validate(input);
                return verdict.Action == (expected.Count == 0 ? SafetyAction.Allow : SafetyAction.Block)
                    && verdict.Evidence.ToArray().Select(one => one.Message).SequenceEqual(expected.Select(one => one.Message));
            },
            seed: "0000KtXeF2x1",
            iter: 5_000);
    }

    [Test]
    public void Inspect_an_allowed_input_allocates_nothing()
    {
        Regex state = new(@"\A[A-Z]{2}\z", RegexOptions.NonBacktracking);
        IInputGuard<Applicant> guard = Create(Builder(_schema).AddInputValidation(rules => rules
            .Required("name", x => x.Name)
            .Required("income", x => x.Income)
            .Required("age", x => x.Age)
            .Required("second purpose", x => x.SecondPurpose)
            .Range("age", x => x.Age, 18, 120)
            .Range("debt", x => x.Debt, 0, 1)
            .OneOf("state", x => x.State, "CA")
            .OneOf("purpose", x => x.Purpose, Purpose.Car)
            .Length("tags", x => x.Tags, 0, 9)
            .Pattern("state", x => x.State, state)
            .Finite("embedding", x => x.Embedding)
            .Finite("memory", x => x.Memory)
            .Rule("own.rule", x => x.Age > 0, "Never.")));
        Applicant good = new() { SecondPurpose = Purpose.House, Debt = 0.5 };
        SafetyContext context = Guards.Context(_schema, good);
        Assert.That(Allocations.Of(() => guard.InspectAsync(good, context).Result.Action == SafetyAction.Allow), Is.Zero);
    }
}
