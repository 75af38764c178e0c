using System.Text.RegularExpressions;
using AISafety.Tests.Support;
using AISafety.Validation;

namespace AISafety.Tests.Validation;

public class OutputValidationTests
{
    private static SafetyBuilder<int, Decision> Builder => new(Model.FromDelegate((int _) => new Decision()));

    private static IOutputGuard<int, Decision> Create(SafetyBuilder<int, Decision> builder) =>
        builder.OutputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));

    private static Verdict<Decision> Judge(Action<ValidationRules<Decision>> rules, Decision output, OutputValidationOptions? options = null) =>
        Guards.InspectOutput(Builder.AddOutputValidation(rules, options), 0, output);

    [Test]
    public void Inspect_a_good_output_allows() =>
        Assert.That(
            Judge(
                rules => rules
                    .OneOf("label", d => d.Label, "approve", "refuse")
                    .Finite("probability", d => d.Probability)
                    .Range("probability", d => d.Probability, 0, 1)
                    .Probabilities("probabilities", d => d.Probabilities)
                    .Probabilities("memory", d => d.Memory, tolerance: 1e-6),
                new()).Action,
            Is.EqualTo(SafetyAction.Allow));

    [Test]
    public void Inspect_reports_every_violation_with_the_output_prefix()
    {
        Verdict<Decision> verdict = Judge(
            rules => rules
                .Required("label", d => d.Label)
                .Range("probability", d => d.Probability, 0, 1)
                .Finite("probability", d => d.Probability)
                .Length("probabilities", d => d.Probabilities, 3, 3)
                .Probabilities("memory", d => d.Memory)
                .OneOf("label", d => d.Label ?? "", "approve")
                .Pattern("label", d => d.Label ?? "", new Regex("a", RegexOptions.NonBacktracking))
                .Rule("own.rule", _ => throw new InvalidOperationException(), "Never."),
            new() { Label = null, Probability = double.NaN, Memory = default });
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Block));
        Assert.That(
            verdict.Evidence.ToArray().Select(one => one.Code),
            Is.EqualTo([
                "output.missing", "output.range", "output.not-finite", "output.length", "output.probabilities", "output.unseen",
                "output.pattern", "output.rule-failed"]));
    }

    [TestCase(null, "'p' has no elements; expected probabilities.")]
    [TestCase(new float[0], "'p' has no elements; expected probabilities.")]
    [TestCase(new[] { float.NaN, 1f }, "'p' holds a number that is not finite; expected probabilities.")]
    [TestCase(new[] { float.PositiveInfinity, 1f }, "'p' holds a number that is not finite; expected probabilities.")]
    [TestCase(new[] { -0.5f, 1.5f }, "'p' holds a number outside 0 to 1; expected probabilities.")]
    [TestCase(new[] { 0.5f, 0.4f }, "The sum of 'p' is not 1 within 0.001.")]
    public void Probabilities_that_are_none_are_reported(float[]? probabilities, string message)
    {
        Verdict<Decision> verdict = Judge(rules => rules.Probabilities("p", d => d.Probabilities), new() { Probabilities = probabilities });
        Assert.That((verdict.Evidence[0].Code, verdict.Evidence[0].Message), Is.EqualTo(("output.probabilities", message)));
    }

    [Test]
    public void Probabilities_evidence_has_the_sum_as_score()
    {
        Evidence evidence = Judge(rules => rules.Probabilities("p", d => d.Probabilities), new() { Probabilities = [0.5f, 0.25f] }).Evidence[0];
        Assert.That((evidence.Score, evidence.Threshold), Is.EqualTo((0.75, 1.0)));
    }

    [Test]
    public void Probabilities_within_the_tolerance_are_allowed() =>
        Assert.That(
            Judge(rules => rules.Probabilities("p", d => d.Probabilities, 0.05), new() { Probabilities = [-0.04f, 1.0f] }).Action,
            Is.EqualTo(SafetyAction.Allow));

    [Test]
    public void Inspect_null_output_is_refused() =>
        Assert.That(Judge(rules => rules.Required("label", d => d.Label), null!).Evidence[0].Code, Is.EqualTo("model.null-output"));

    [TestCase(SafetyAction.Flag)]
    [TestCase(SafetyAction.Review)]
    public void Otherwise_decides_what_a_violation_means(SafetyAction otherwise) =>
        Assert.That(
            Judge(rules => rules.Required("label", d => d.Label), new() { Label = "" }, new() { Otherwise = otherwise }).Action,
            Is.EqualTo(otherwise));

    [Test]
    public void Build_with_a_fault_throws()
    {
        Assert.That(() => Create(Builder.AddOutputValidation(_ => { })), Throws.TypeOf<SafetyBuildException>());
        Assert.That(
            () => Create(Builder.AddOutputValidation(rules => rules.Required("label", d => d.Label), new() { Otherwise = SafetyAction.Replace })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("output-validation"));
        Assert.That(
            () => Create(Builder.AddOutputValidation(rules => rules.Pattern("label", d => d.Label, new Regex("a")))),
            Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => Builder.AddOutputValidation(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Name_is_stable() =>
        Assert.That(Create(Builder.AddOutputValidation(rules => rules.Required("label", d => d.Label))).Name, Is.EqualTo("output-validation"));

    [Test]
    public void Inspect_an_allowed_output_allocates_nothing()
    {
        SafetyBuilder<int, Decision> builder = Builder.AddOutputValidation(rules => rules
            .OneOf("label", d => d.Label, "approve", "refuse")
            .Range("probability", d => d.Probability, 0, 1)
            .Probabilities("probabilities", d => d.Probabilities)
            .Probabilities("memory", d => d.Memory));
        IOutputGuard<int, Decision> guard = Create(builder);
        SafetyContext context = Guards.Context<int>(null, 0);
        Decision good = new();
        Assert.That(Allocations.Of(() => guard.InspectAsync(0, good, context).Result.Action == SafetyAction.Allow), Is.Zero);
    }
}
