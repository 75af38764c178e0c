using AISafety.Confidence;
using AISafety.Tests.Support;

namespace AISafety.Tests.Confidence;

public class ConfidenceThresholdTests
{
    private sealed record Decision(double Probability)
    {
        public float Score { get; init; }

        public float[]? Probabilities { get; init; }

        public ReadOnlyMemory<float> Memory { get; init; }
    }

    private static SafetyBuilder<int, Decision> Builder => new(Model.FromDelegate((int _) => new Decision(1)));

    private static IOutputGuard<int, Decision> Create(SafetyBuilder<int, Decision> builder) =>
        builder.OutputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));

    private static Verdict<Decision> Stated(double confidence, double minimum = 0.7, SafetyAction otherwise = SafetyAction.Review) =>
        Guards.InspectOutput(Builder.AddConfidenceThreshold(d => d.Probability, minimum, otherwise), 0, new(confidence));

    private static Verdict<Decision> Measured(float[]? probabilities, double minimum, ConfidenceMeasure measure, SafetyAction otherwise = SafetyAction.Flag)
    {
        Verdict<Decision> fromArray = Guards.InspectOutput(
            Builder.AddConfidenceThreshold(d => d.Probabilities, minimum, measure, otherwise), 0, new(1) { Probabilities = probabilities });
        Verdict<Decision> fromMemory = Guards.InspectOutput(
            Builder.AddConfidenceThreshold(d => d.Memory, minimum, measure, otherwise), 0, new(1) { Memory = probabilities });
        Assert.That(fromMemory.Action, Is.EqualTo(fromArray.Action));
        return fromArray;
    }

    [Test]
    public void Inspect_the_example_of_the_architecture_compiles_and_reviews()
    {
        SafetyBuilder<int, Decision> builder = Builder.AddConfidenceThreshold(d => d.Probability, minimum: 0.7, otherwise: SafetyAction.Review);
        Verdict<Decision> verdict = Guards.InspectOutput(builder, 0, new(0.6));
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Review));
        Evidence evidence = verdict.Evidence[0];
        Assert.That((evidence.Code, evidence.Score, evidence.Threshold), Is.EqualTo(("confidence.low", 0.6, 0.7)));
        Assert.That(evidence.Message, Is.EqualTo("The confidence is below its minimum of 0.7."));
    }

    [TestCase(0.7, SafetyAction.Allow)]
    [TestCase(0.7f, SafetyAction.Allow)]
    [TestCase(1.0, SafetyAction.Allow)]
    [TestCase(1.0005, SafetyAction.Allow)]
    [TestCase(0.6999999, SafetyAction.Review)]
    [TestCase(0.0, SafetyAction.Review)]
    [TestCase(-0.0005, SafetyAction.Review)]
    public void Inspect_a_stated_confidence_is_judged_by_the_minimum(double confidence, SafetyAction expected) =>
        Assert.That(Stated(confidence).Action, Is.EqualTo(expected));

    [Test]
    public void Inspect_a_float_confidence_reaches_the_minimum_it_was_written_as() =>
        Assert.That(
            Guards.InspectOutput(Builder.AddConfidenceThreshold(d => d.Score, 0.7), 0, new(1) { Score = 0.7f }).Action,
            Is.EqualTo(SafetyAction.Allow));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    [TestCase(1.01)]
    [TestCase(-0.01)]
    [TestCase(70)]
    public void Inspect_a_confidence_that_is_none_blocks_whatever_otherwise_says(double confidence)
    {
        foreach (double minimum in new[] { 0, 0.7, 1 })
        {
            Verdict<Decision> verdict = Stated(confidence, minimum, SafetyAction.Flag);
            Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "confidence.invalid")));
        }
    }

    [Test]
    public void Inspect_a_confidence_that_throws_blocks_without_the_exceptions_text()
    {
        SafetyBuilder<int, Decision> builder = Builder.AddConfidenceThreshold(
            confidence: _ => throw new InvalidOperationException("secret"), minimum: 0.7, otherwise: SafetyAction.Flag);
        Verdict<Decision> verdict = Guards.InspectOutput(builder, 0, new(1));
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "confidence.invalid")));
        Assert.That(verdict.Evidence[0].Message, Is.EqualTo("The confidence could not be read: it threw InvalidOperationException."));
    }

    [Test]
    public void Inspect_a_confidence_that_throws_flags_where_the_guard_fails_open() =>
        Assert.That(
            Guards.InspectOutput(
                Builder.AddConfidenceThreshold(
                    confidence: _ => throw new InvalidOperationException(), minimum: 0.7, options: new() { OnFailure = FailurePolicy.FailOpen }),
                0,
                new(1)).Action,
            Is.EqualTo(SafetyAction.Flag));

    [TestCase(ConfidenceMeasure.TopProbability, 0.625)]
    [TestCase(ConfidenceMeasure.Margin, 0.375)]
    [TestCase(ConfidenceMeasure.NormalizedEntropy, 0.1805516281)]
    public void Inspect_probabilities_are_judged_by_the_measure(ConfidenceMeasure measure, double confidence)
    {
        float[] probabilities = [0.125f, 0.625f, 0.25f];
        Assert.That(Measured(probabilities, confidence - 1e-4, measure).Action, Is.EqualTo(SafetyAction.Allow));
        Verdict<Decision> low = Measured(probabilities, confidence + 1e-4, measure);
        Assert.That(low.Action, Is.EqualTo(SafetyAction.Flag));
        Assert.That(low.Evidence[0].Code, Is.EqualTo("confidence.low"));
        Assert.That(low.Evidence[0].Score, Is.EqualTo(confidence).Within(1e-6));
    }

    [TestCase(ConfidenceMeasure.TopProbability)]
    [TestCase(ConfidenceMeasure.Margin)]
    [TestCase(ConfidenceMeasure.NormalizedEntropy)]
    public void Inspect_certain_probabilities_reach_a_minimum_of_one(ConfidenceMeasure measure)
    {
        Assert.That(Measured([0, 1, 0], 1, measure).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Measured([1], 1, measure).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase(null)]
    [TestCase(new float[0])]
    [TestCase(new[] { float.NaN, 1f })]
    [TestCase(new[] { float.PositiveInfinity, 0f })]
    [TestCase(new[] { -0.5f, 1.5f })]
    [TestCase(new[] { 0.9f, 0.9f })]
    [TestCase(new[] { 0.1f, 0.1f })]
    public void Inspect_probabilities_that_are_none_block_whatever_otherwise_says(float[]? probabilities)
    {
        foreach (ConfidenceMeasure measure in Enum.GetValues<ConfidenceMeasure>())
        {
            Verdict<Decision> verdict = Measured(probabilities, 0, measure);
            Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "confidence.invalid")));
        }
    }

    [Test]
    public void Inspect_probabilities_that_are_the_output_itself_need_no_type_argument()
    {
        SafetyBuilder<int, float[]> builder = new SafetyBuilder<int, float[]>(Model.FromDelegate((int _) => new float[2]))
            .AddConfidenceThreshold(p => p, 0.9, ConfidenceMeasure.Margin);
        Assert.That(Guards.InspectOutput(builder, 0, [0.5f, 0.5f]).Action, Is.EqualTo(SafetyAction.Review));
    }

    [Test]
    public void Inspect_null_output_is_refused()
    {
        Verdict<Decision> verdict = Guards.InspectOutput(Builder.AddConfidenceThreshold(d => d.Probability, 0.7), 0, null!);
        Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "model.null-output")));
    }

    [TestCase(double.NaN)]
    [TestCase(-0.01)]
    [TestCase(1.01)]
    [TestCase(70)]
    public void Add_with_a_minimum_out_of_range_throws_at_once(double minimum)
    {
        Assert.That(() => Builder.AddConfidenceThreshold(d => d.Probability, minimum), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Builder.AddConfidenceThreshold(d => d.Memory, minimum), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(SafetyAction.NotEvaluated)]
    [TestCase(SafetyAction.Allow)]
    [TestCase(SafetyAction.Replace)]
    [TestCase((SafetyAction)99)]
    public void Add_with_another_action_throws_at_once(SafetyAction otherwise) =>
        Assert.That(() => Builder.AddConfidenceThreshold(d => d.Probability, 0.7, otherwise), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Add_with_wrong_arguments_throws_at_once()
    {
        Assert.That(() => Builder.AddConfidenceThreshold(d => d.Memory, 0.7, (ConfidenceMeasure)9), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Builder.AddConfidenceThreshold((Func<Decision, double>)null!, 0.7), Throws.ArgumentNullException);
        Assert.That(() => Builder.AddConfidenceThreshold((Func<Decision, ReadOnlySpan<float>>)null!, 0.7), Throws.ArgumentNullException);
        Assert.That(() => Builder.AddConfidenceThreshold((Func<Decision, ReadOnlyMemory<float>>)null!, 0.7), Throws.ArgumentNullException);
    }

    [TestCase(-1)]
    [TestCase(0.6)]
    [TestCase(double.NaN)]
    public void Build_with_a_tolerance_out_of_range_throws(double tolerance) =>
        Assert.That(
            () => Create(Builder.AddConfidenceThreshold(d => d.Probability, 0.7, options: new() { Tolerance = tolerance })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("confidence").And.Message.Contains("Tolerance"));

    [Test]
    public void Reload_takes_effect_with_the_next_call_and_null_restores_what_was_built()
    {
        IOutputGuard<int, Decision> guard = Create(Builder.AddConfidenceThreshold(d => d.Probability, 0.7));
        IReloadableGuard reloadable = (IReloadableGuard)guard;
        SafetyAction At(double confidence) => guard.InspectAsync(0, new(confidence), Guards.Context<int>(null, 0)).Result.Action;

        Assert.That(At(0.6), Is.EqualTo(SafetyAction.Review));
        reloadable.Reload(new() { Minimum = 0.5, Otherwise = SafetyAction.Block });
        Assert.That((At(0.6), At(0.4)), Is.EqualTo((SafetyAction.Allow, SafetyAction.Block)));
        reloadable.Reload(new());
        Assert.That(At(0.6), Is.EqualTo(SafetyAction.Review));
    }

    [Test]
    public void Reload_failure_policy_is_the_guards_too()
    {
        IOutputGuard<int, Decision> guard = Create(Builder.AddConfidenceThreshold(confidence: _ => throw new InvalidOperationException(), minimum: 0.7));
        ((IReloadableGuard)guard).Reload(new() { OnFailure = FailurePolicy.FailOpen });
        Assert.That(guard.InspectAsync(0, new(1), Guards.Context<int>(null, 0)).Result.Action, Is.EqualTo(SafetyAction.Flag));
    }

    [Test]
    public void FindFault_names_what_cannot_be_taken()
    {
        IReloadableGuard guard = (IReloadableGuard)Create(Builder.AddConfidenceThreshold(d => d.Probability, 0.7));
        Assert.That(guard.FindFault(new() { Minimum = 1, Otherwise = SafetyAction.Flag }), Is.Null);
        Assert.That(guard.FindFault(new() { Minimum = 1.5 }), Does.Contain("Minimum"));
        Assert.That(guard.FindFault(new() { Otherwise = SafetyAction.Replace }), Does.Contain("Otherwise"));
        Assert.That(guard.FindFault(new() { AlarmRate = 0.1 }), Does.Contain("AlarmRate"));
        Assert.That(guard.FindFault(new() { ErrorRate = 0.1 }), Does.Contain("ErrorRate"));
    }

    [Test]
    public void Name_is_stable() => Assert.That(Create(Builder.AddConfidenceThreshold(d => d.Probability, 0.7)).Name, Is.EqualTo("confidence"));

    [Test]
    public void Inspect_an_allowed_output_allocates_nothing()
    {
        Decision good = new(0.9) { Probabilities = [0.1f, 0.9f], Memory = new[] { 0.1f, 0.9f } };
        SafetyContext context = Guards.Context<int>(null, 0);
        IOutputGuard<int, Decision>[] guards =
        [
            Create(Builder.AddConfidenceThreshold(d => d.Probability, 0.7)),
            Create(Builder.AddConfidenceThreshold(d => d.Probabilities, 0.7)),
            Create(Builder.AddConfidenceThreshold(d => d.Memory, 0.7, ConfidenceMeasure.Margin)),
            Create(Builder.AddConfidenceThreshold(d => d.Memory, 0.5, ConfidenceMeasure.NormalizedEntropy)),
        ];
        foreach (IOutputGuard<int, Decision> guard in guards)
        {
            Assert.That(Allocations.Of(() => guard.InspectAsync(0, good, context).Result.Action == SafetyAction.Allow), Is.Zero);
        }
    }
}
