using AISafety.Sanitization;
using AISafety.Tests.Support;
using CsCheck;

namespace AISafety.Tests.Sanitization;

public class VectorStepsTests
{
    private static readonly FeatureSchema<float[]> _vector =
        FeatureSchema.ForVector("a", "b", "c").WithRange("a", 0, 1).WithRange("b", double.NegativeInfinity, 10);

    private static readonly FeatureSchema<ReadOnlyMemory<float>> _memory =
        FeatureSchema.ForMemory("a", "b", "c").WithRange("a", 0, 1).WithRange("b", double.NegativeInfinity, 10);

    private static SafetyBuilder<TIn, int> Builder<TIn>(FeatureSchema<TIn>? schema)
    {
        SafetyBuilder<TIn, int> builder = new(Model.FromDelegate((TIn _) => 0));
        return schema is null ? builder : builder.UseFeatures(schema);
    }

    private static IInputGuard<TIn> Create<TIn>(SafetyBuilder<TIn, int> builder) =>
        builder.InputGuards.Single().Create(new(builder.Schema, builder.TimeProvider));

    private static Verdict<float[]> Run(Action<SanitizationSteps<float[]>> steps, params float[] input) =>
        Guards.InspectInput(Builder(_vector).AddSanitization(steps), input);

    [Test]
    public void Steps_by_name_change_a_copy_and_never_the_callers_array()
    {
        float[] input = [5, float.NaN, float.PositiveInfinity];
        Verdict<float[]> verdict = Run(steps => steps.Clamp("a", 0, 1).Impute("b", 7).Clamp("c", -100, 100), input);
        Assert.That(verdict.Action, Is.EqualTo(SafetyAction.Replace));
        Assert.That(verdict.Replacement, Is.EqualTo([1f, 7f, 100f]));
        Assert.That(input, Is.EqualTo([5f, float.NaN, float.PositiveInfinity]));
        Assert.That(
            verdict.Evidence.ToArray().Select(one => $"{one.Code} {one.Feature} {one.Score} {one.Threshold}"),
            Is.EqualTo(["input.clamped a 5 1", "input.imputed b NaN NaN", $"input.clamped c {double.PositiveInfinity} 100"]));
    }

    [Test]
    public void Steps_by_name_change_a_copy_and_never_the_callers_memory()
    {
        float[] behind = [5, float.NaN, -3];
        Verdict<ReadOnlyMemory<float>> verdict = Guards.InspectInput(
            Builder(_memory).AddSanitization(steps => steps.ClampToSchema().Impute("b", 7)), new ReadOnlyMemory<float>(behind));
        Assert.That(verdict.Replacement.ToArray(), Is.EqualTo([1f, 7f, -3f]));
        Assert.That(behind, Is.EqualTo([5f, float.NaN, -3f]));
    }

    [Test]
    public void Steps_by_name_copy_again_what_an_own_step_gave()
    {
        float[] kept = [9, 0, 0];
        Verdict<float[]> verdict = Run(
            steps => steps.Clamp("a", 0, 1).Step("own.step", _ => true, _ => kept, "Text.").Clamp("a", 0, 1), 5, 0, 0);
        Assert.That(verdict.Replacement, Is.EqualTo([1f, 0f, 0f]));
        Assert.That(kept[0], Is.EqualTo(9));
    }

    [Test]
    public void Inspect_a_clean_vector_is_allowed() =>
        Assert.That(
            Run(steps => steps.Clamp("a", 0, 1).Impute("b", 7).ClampToSchema(), 0.5f, 3, float.NaN).Action, Is.EqualTo(SafetyAction.Allow));

    [Test]
    public void ClampToSchema_clamps_what_has_a_range_and_leaves_the_rest()
    {
        Verdict<float[]> verdict = Run(steps => steps.ClampToSchema(), float.NegativeInfinity, float.PositiveInfinity, float.PositiveInfinity);
        Assert.That(verdict.Replacement, Is.EqualTo([0f, 10f, float.PositiveInfinity]));
        Assert.That(Run(steps => steps.ClampToSchema(), float.NaN, float.NegativeInfinity, 0).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public void ClampToSchema_makes_what_validation_allows()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector([.. Enumerable.Range(0, 19).Select(i => $"f{i}")]);
        for (int i = 0; i < 19; i++)
        {
            schema = schema.WithRange($"f{i}", -0.1 * i, 0.3);
        }

        IInputGuard<float[]> guard = Create(Builder(schema).AddSanitization(steps => steps.ClampToSchema()));
        Gen.Float.Where(value => !float.IsNaN(value)).Array[19].Sample(
            input =>
            {
                Verdict<float[]> verdict = guard.InspectAsync(input, Guards.Context(schema, input)).Result;
                bool wasValid = schema.Validate(input).Count == 0;
                return wasValid == (verdict.Action == SafetyAction.Allow)
                    && (wasValid || schema.Validate(verdict.Replacement!).Count == 0);
            },
            seed: "0000KtXeF2x1",
            iter: 2_000);
    }

    [Test]
    public void Clamp_limits_are_cast_to_float_as_values_are()
    {
        Assert.That(Run(steps => steps.Clamp("c", 0.1, 0.3), 0, 0, 0.1f).Action, Is.EqualTo(SafetyAction.Allow));
        Assert.That(Run(steps => steps.Clamp("c", 0.1, 0.3), 0, 0, 0.4f).Replacement![2], Is.EqualTo(0.3f));
        Assert.That(Run(steps => steps.Clamp("c", 0, 1), 0, 0, -0f).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [TestCase(0)]
    [TestCase(2)]
    [TestCase(4)]
    public void Inspect_a_vector_of_another_length_is_refused(int length)
    {
        Action<SanitizationSteps<float[]>>[] all = [steps => steps.Clamp("a", 0, 1), steps => steps.Impute("c", 0), steps => steps.ClampToSchema()];
        foreach (Action<SanitizationSteps<float[]>> steps in all)
        {
            Verdict<float[]> verdict = Run(steps, new float[length]);
            Assert.That((verdict.Action, verdict.Evidence[0].Code), Is.EqualTo((SafetyAction.Block, "input.length")));
        }
    }

    [Test]
    public void Inspect_default_memory_and_a_null_array_are_refused()
    {
        Assert.That(
            Guards.InspectInput(Builder(_memory).AddSanitization(steps => steps.Impute("a", 0)), default).Evidence[0].Code,
            Is.EqualTo("input.length"));
        Assert.That(
            Create(Builder(_vector).AddSanitization(steps => steps.Impute("a", 0))).InspectAsync(null!, Guards.Context<float[]>(null, [])).Result.Evidence[0].Code,
            Is.EqualTo("input.null"));
    }

    [Test]
    public void Build_with_an_unknown_feature_throws() =>
        Assert.That(
            () => Create(Builder(_vector).AddSanitization(steps => steps.Clamp("z", 0, 1))),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'z'").And.Message.Contains("a, b, c"));

    [Test]
    public void Build_without_a_schema_that_names_the_elements_throws()
    {
        FeatureSchema<float[]> computed = FeatureSchema.For<float[]>().Numeric("a", x => x.Sum());
        FeatureSchema<float[]> part = FeatureSchema.For<float[]>().Vector("a", x => x.AsSpan(1), 2);
        Assert.That(() => Create(Builder<float[]>(null).AddSanitization(steps => steps.Clamp("a", 0, 1))), Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => Create(Builder(computed).AddSanitization(steps => steps.Clamp("a", 0, 1))), Throws.TypeOf<SafetyBuildException>());
        Assert.That(() => Create(Builder(part).AddSanitization(steps => steps.Clamp("a[0]", 0, 1))), Throws.TypeOf<SafetyBuildException>());
    }

    [Test]
    public void Build_with_a_feature_that_is_no_element_throws()
    {
        FeatureSchema<float[]> more = _vector.Numeric("sum", x => x.Sum(), max: 1);
        Assert.That(() => Create(Builder(more).AddSanitization(steps => steps.Clamp("sum", 0, 1))), Throws.TypeOf<SafetyBuildException>());
        Assert.That(Guards.InspectInput(Builder(more).AddSanitization(steps => steps.ClampToSchema()), [9, 9, 9]).Replacement, Is.EqualTo([1f, 9f, 9f]));
    }

    [Test]
    public void Build_with_a_schema_that_gives_ClampToSchema_nothing_to_do_throws()
    {
        Assert.That(
            () => Create(Builder(FeatureSchema.ForVector("a")).AddSanitization(steps => steps.ClampToSchema())), Throws.TypeOf<SafetyBuildException>());
        Assert.That(
            () => Create(Builder(FeatureSchema.ForVector("a").WithRange("a", 1e300, 1e301)).AddSanitization(steps => steps.ClampToSchema())),
            Throws.TypeOf<SafetyBuildException>());
    }

    [Test]
    public void Inspect_a_clean_vector_allocates_nothing()
    {
        float[] clean = [0.5f, 3, 0];
        IInputGuard<float[]> fromArray = Create(Builder(_vector).AddSanitization(steps => steps.Clamp("a", 0, 1).Impute("b", 7).ClampToSchema()));
        SafetyContext arrayContext = Guards.Context(_vector, clean);
        Assert.That(Allocations.Of(() => fromArray.InspectAsync(clean, arrayContext).Result.Action == SafetyAction.Allow), Is.Zero);
        IInputGuard<ReadOnlyMemory<float>> fromMemory = Create(Builder(_memory).AddSanitization(steps => steps.Clamp("a", 0, 1).Impute("b", 7).ClampToSchema()));
        SafetyContext memoryContext = Guards.Context(_memory, clean);
        Assert.That(Allocations.Of(() => fromMemory.InspectAsync(clean, memoryContext).Result.Action == SafetyAction.Allow), Is.Zero);
    }
}
