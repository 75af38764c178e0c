using System.Text;
using AISafety.Sanitization;
using AISafety.Tests.Support;

namespace AISafety.Tests.Sanitization;

public class PropertyStepsTests
{
    private sealed record Applicant
    {
        public string? Name { get; init; } = "Ada";

        public int Age { get; init; } = 40;

        public int? Children { get; init; } = 1;

        public double Income { get; init; } = 50_000;

        public double? Debt { get; init; } = 1;

        public float Score { get; init; } = 0.5f;
    }

    private static readonly Applicant _good = new();

    private static SafetyBuilder<Applicant, int> Builder => new(Model.FromDelegate((Applicant _) => 0));

    private static IInputGuard<Applicant> Create(SafetyBuilder<Applicant, int> builder) =>
        builder.InputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));

    private static Verdict<Applicant> Run(Action<SanitizationSteps<Applicant>> steps, Applicant input, SanitizationOptions? options = null) =>
        Guards.InspectInput(Builder.AddSanitization(steps, options), input);

    private static void AllSteps(SanitizationSteps<Applicant> steps) => steps
        .Trim("name", x => x.Name, (x, v) => x with { Name = v })
        .Normalize("name", x => x.Name, (x, v) => x with { Name = v })
        .Clamp("age", x => x.Age, (x, v) => x with { Age = v }, 18, 120)
        .Clamp("children", x => x.Children, (x, v) => x with { Children = v }, 0, 20)
        .Clamp("income", x => x.Income, (x, v) => x with { Income = v }, 0, 1e9)
        .Clamp("score", x => x.Score, (x, v) => x with { Score = v }, 0, 1)
        .Impute("name", x => x.Name, (x, v) => x with { Name = v }, "unknown")
        .Impute("children", x => x.Children, (x, v) => x with { Children = v }, 0)
        .Impute("income", x => x.Income, (x, v) => x with { Income = v }, 30_000)
        .Impute("debt", x => x.Debt, (x, v) => x with { Debt = v }, 0)
        .Impute("score", x => x.Score, (x, v) => x with { Score = v }, 0.5f)
        .Step("own.step", x => x.Age == 99, x => x with { Age = 98 }, "An age of 99 means 98.");

    [Test]
    public void Inspect_a_clean_input_is_allowed() => Assert.That(Run(AllSteps, _good).Action, Is.EqualTo(SafetyAction.Allow));

    [Test]
    public void Inspect_every_change_is_reported_in_order()
    {
        Applicant dirty = new() { Name = " \uFB01 ", Age = 130, Children = null, Income = double.NaN, Debt = null, Score = float.NaN };
        Verdict<Applicant> verdict = Run(AllSteps, dirty);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Replace));
        Assert.That(
            verdict.Evidence.ToArray().Select(one => $"{one.Code} {one.Feature}"),
            Is.EqualTo([
                "input.trimmed name", "input.normalized name", "input.clamped age", "input.imputed children", "input.imputed income",
                "input.imputed debt", "input.imputed score"]));
        Assert.That(
            verdict.Replacement,
            Is.EqualTo(new Applicant { Name = "fi", Age = 120, Children = 0, Income = 30_000, Debt = 0, Score = 0.5f }));
    }

    [Test]
    public void Steps_see_the_results_of_earlier_ones()
    {
        Verdict<Applicant> verdict = Run(
            steps => steps
                .Impute("income", x => x.Income, (x, v) => x with { Income = v }, 500)
                .Clamp("income", x => x.Income, (x, v) => x with { Income = v }, 0, 100),
            _good with { Income = double.NaN });
        Assert.That(verdict.Replacement!.Income, Is.EqualTo(100));
    }

    [TestCase(17, 18, 18)]
    [TestCase(121, 120, 120)]
    public void Clamp_sets_the_nearer_limit_and_gives_the_value_as_score_only(int age, int expected, double threshold)
    {
        Verdict<Applicant> verdict = Run(steps => steps.Clamp("age", x => x.Age, (x, v) => x with { Age = v }, 18, 120), _good with { Age = age });
        Assert.That(verdict.Replacement!.Age, Is.EqualTo(expected));
        Assert.That((verdict.Evidence[0].Score, verdict.Evidence[0].Threshold), Is.EqualTo((age, threshold)));
        Assert.That(verdict.Evidence[0].Message, Does.Not.Contain($"{age}").And.Contain($"{expected}"));
    }

    [TestCase(double.PositiveInfinity, 100)]
    [TestCase(double.NegativeInfinity, 0)]
    public void Clamp_takes_infinities_to_the_limits(double income, double expected) =>
        Assert.That(
            Run(steps => steps.Clamp("income", x => x.Income, (x, v) => x with { Income = v }, 0, 100), _good with { Income = income }).Replacement!.Income,
            Is.EqualTo(expected));

    [Test]
    public void Clamp_leaves_nan_null_and_an_unlimited_side_alone()
    {
        Assert.That(
            Run(
                steps => steps
                    .Clamp("income", x => x.Income, (x, v) => x with { Income = v }, 0, 1)
                    .Clamp("score", x => x.Score, (x, v) => x with { Score = v }, 0, 1)
                    .Clamp("debt", x => x.Debt, (x, v) => x with { Debt = v }, 0, double.PositiveInfinity)
                    .Clamp("children", x => x.Children, (x, v) => x with { Children = v }, 0, 1),
                new() { Income = double.NaN, Score = float.NaN, Debt = double.PositiveInfinity, Children = null }).Action,
            Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase("Ada", SafetyAction.Allow)]
    [TestCase(null, SafetyAction.Allow)]
    [TestCase("", SafetyAction.Allow)]
    [TestCase("é", SafetyAction.Allow)]
    [TestCase("e\u0301", SafetyAction.Replace)]
    [TestCase("\uFF21da", SafetyAction.Replace)]
    public void Normalize_changes_only_what_is_not_normal(string? name, SafetyAction expected)
    {
        Verdict<Applicant> verdict = Run(steps => steps.Normalize("name", x => x.Name, (x, v) => x with { Name = v }), _good with { Name = name });
        Assert.That(verdict.Action, Is.EqualTo(expected));
        if (expected == SafetyAction.Replace)
        {
            Assert.That(verdict.Evidence[0].Code, Is.EqualTo("input.normalized"));
            Assert.That(verdict.Replacement!.Name, Is.EqualTo(name!.Normalize(NormalizationForm.FormKC)));
        }
    }

    [Test]
    public void Normalize_into_another_form_does_so() =>
        Assert.That(
            Run(
                steps => steps.Normalize("name", x => x.Name, (x, v) => x with { Name = v }, NormalizationForm.FormD),
                _good with { Name = "é\uFB01" }).Replacement!.Name,
            Is.EqualTo("e\u0301\uFB01"));

    // Not as a test case: half a surrogate pair does not survive in the test's name.
    [Test]
    public void Normalize_invalid_unicode_is_refused_in_every_form()
    {
        foreach (string name in new[] { "a\uD800", "\uDC00a", "\uD800\uD800", "\uDC00\uD800" })
        {
            foreach (NormalizationForm form in Enum.GetValues<NormalizationForm>())
            {
                Verdict<Applicant> verdict = Run(
                    steps => steps.Normalize("name", x => x.Name, (x, v) => x with { Name = v }, form), _good with { Name = name });
                Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "input.invalid-unicode")));
                Assert.That(verdict.Evidence[0].Feature, Is.EqualTo("name"));
            }
        }
    }

    [Test]
    public void Normalize_where_there_are_no_unicode_tables_is_refused_at_build()
    {
        // Run the tests with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 to take the first branch.
        SafetyBuilder<Applicant, int> builder = Builder.AddSanitization(
            steps => steps.Normalize("name", x => x.Name, (x, v) => x with { Name = v }));
        AppContext.TryGetSwitch("System.Globalization.Invariant", out bool invariant);
        if (invariant || Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true")
        {
            Assert.That(() => Create(builder), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ICU"));
        }
        else
        {
            Assert.That(() => Create(builder), Throws.Nothing);
        }
    }

    [Test]
    public void Step_of_ones_own_keeps_its_code_and_message()
    {
        Verdict<Applicant> verdict = Run(AllSteps, _good with { Age = 99 });
        Assert.That(verdict.Replacement!.Age, Is.EqualTo(98));
        Assert.That((verdict.Evidence[0].Code, verdict.Evidence[0].Message), Is.EqualTo(("own.step", "An age of 99 means 98.")));
    }

    [Test]
    public void Step_that_gives_null_is_refused()
    {
        Verdict<Applicant> verdict = Run(steps => steps.Step("own.step", _ => true, _ => null!, "Text.").Step("own.next", x => x.Age > 0, x => x, "Text."), _good);
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "guard.null-replacement")));
    }

    [Test]
    public void Step_that_throws_blocks_without_the_exceptions_text()
    {
        Verdict<Applicant> verdict = Run(
            steps => steps.Clamp("age", x => x.Age > 0 ? throw new InvalidOperationException("secret") : x.Age, (x, v) => x with { Age = v }, 0, 1), _good);
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "input.step-failed")));
        Assert.That(verdict.Evidence[0].Message, Is.EqualTo("Clamping of 'age' failed: it threw InvalidOperationException."));
    }

    [Test]
    public void Step_that_throws_is_left_out_where_the_guard_fails_open()
    {
        SanitizationOptions open = new() { OnFailure = FailurePolicy.FailOpen };
        Verdict<Applicant> nothingElse = Run(
            steps => steps.Step("own.step", _ => throw new InvalidOperationException(), x => x, "Text."), _good, open);
        Assert.That((nothingElse.Action, nothingElse.Evidence[0].Code), Is.EqualTo((SafetyAction.Flag, "input.step-failed")));
        Verdict<Applicant> others = Run(
            steps => steps
                .Step("own.step", _ => throw new InvalidOperationException(), x => x, "Text.")
                .Trim("name", x => x.Name, (x, v) => x with { Name = v }),
            _good with { Name = " Ada" },
            open);
        Assert.That(others.Action, Is.EqualTo(SafetyAction.Replace));
        Assert.That(others.Evidence.ToArray().Select(one => one.Code), Is.EqualTo(["input.step-failed", "input.trimmed"]));
        Assert.That(others.Replacement!.Name, Is.EqualTo("Ada"));
    }

    [Test]
    public void Inspect_null_input_is_refused() =>
        Assert.That(
            Create(Builder.AddSanitization(AllSteps)).InspectAsync(null!, Guards.Context<Applicant>(null, _good)).Result.Evidence[0].Code,
            Is.EqualTo("input.null"));

    [Test]
    public void Build_with_a_fault_throws()
    {
        Assert.That(() => Create(Builder.AddSanitization(_ => { })), Throws.TypeOf<SafetyBuildException>());
        Assert.That(
            () => Create(Builder.AddSanitization(AllSteps, new() { BesideModel = true })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("BesideModel"));
        Assert.That(
            () => Create(Builder.AddSanitization(steps => steps.Clamp("age", 0, 1))),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Applicant"));
        Assert.That(() => Create(Builder.AddSanitization(steps => steps.Impute("age", 0))), Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => Create(Builder.AddSanitization(steps => steps.ClampToSchema())), Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => Builder.AddSanitization(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Steps_described_wrongly_throw_at_once()
    {
        Action<SanitizationSteps<Applicant>>[] wrong =
        [
            steps => steps.Trim(" ", x => x.Name, (x, _) => x),
            steps => steps.Trim("name", null!, (x, _) => x),
            steps => steps.Trim("name", x => x.Name, null!),
            steps => steps.Normalize("name", x => x.Name, (x, _) => x, (NormalizationForm)77),
            steps => steps.Clamp("age", x => x.Age, (x, _) => x, 2, 1),
            steps => steps.Clamp("income", x => x.Income, (x, _) => x, double.NaN, 1),
            steps => steps.Clamp("debt", x => x.Debt, (x, _) => x, 0, double.NaN),
            steps => steps.Impute("name", x => x.Name, (x, _) => x, null!),
            steps => steps.Impute("income", x => x.Income, (x, _) => x, double.NaN),
            steps => steps.Impute("debt", x => x.Debt, (x, _) => x, double.NaN),
            steps => steps.Step("", _ => true, x => x, "Text."),
            steps => steps.Step("own.step", _ => true, x => x, ""),
            steps => steps.Step("own.step", null!, x => x, "Text."),
            steps => steps.Step("own.step", _ => true, null!, "Text."),
            steps => steps.Clamp("", 0, 1),
            steps => steps.Clamp("age", 1, 0),
            steps => steps.Clamp("age", double.NaN, 0),
            steps => steps.Clamp("age", 1e300, 1e301),
            steps => steps.Clamp("age", double.NegativeInfinity, -1e300),
            steps => steps.Impute("", 0),
            steps => steps.Impute("age", double.NaN),
            steps => steps.Impute("age", 1e300),
        ];
        foreach (Action<SanitizationSteps<Applicant>> steps in wrong)
        {
            Assert.That(() => steps(new()), Throws.InstanceOf<ArgumentException>());
        }
    }

    [Test]
    public void Name_is_stable() => Assert.That(Create(Builder.AddSanitization(AllSteps)).Name, Is.EqualTo("sanitization"));

    [Test]
    public void Inspect_a_clean_input_allocates_nothing()
    {
        IInputGuard<Applicant> guard = Create(Builder.AddSanitization(AllSteps));
        SafetyContext context = Guards.Context<Applicant>(null, _good);
        Assert.That(Allocations.Of(() => guard.InspectAsync(_good, context).Result.Action == SafetyAction.Allow), Is.Zero);
    }
}
