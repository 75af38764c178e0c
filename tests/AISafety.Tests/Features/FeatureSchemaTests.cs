using AISafety.Tests.Support;

namespace AISafety.Tests.Features;

[TestFixture]
public sealed class FeatureSchemaTests
{
    private sealed record Applicant(double Age, double? Income, string? State, float[] Embedding);

    private static readonly FeatureSchema<Applicant> _schema = FeatureSchema.For<Applicant>()
        .Numeric("age", a => a.Age, unit: "years", min: 18, max: 120)
        .Numeric("income", a => a.Income)
        .Categorical("state", a => a.State, ["NY", "CA"])
        .Vector("embedding", a => a.Embedding, 2);

    [Test]
    public void Write_reads_each_feature_in_its_place()
    {
        float[] row = new float[_schema.Width];
        _schema.Write(new(30, null, "CA", [1, 2]), row);
        Assert.That(row, Is.EqualTo(new[] { 30, float.NaN, 1, 1, 2 }));

        _schema.Write(new(30, 5, "TX", [1, 2]), row);
        Assert.That(row[1..3], Is.EqualTo(new[] { 5, Feature.Unseen }));

        _schema.Write(new(30, 5, null, [1, 2]), row);
        Assert.That(row[2], Is.NaN);
    }

    [Test]
    public void Features_carry_what_was_stated()
    {
        Assert.That(_schema.Features.Select(feature => feature.Name), Is.EqualTo(new[] { "age", "income", "state", "embedding[0]", "embedding[1]" }));
        Assert.That(_schema.Features[0].Unit, Is.EqualTo("years"));
        Assert.That(_schema.Features[1].IsRequired, Is.False);
        Assert.That(_schema.Features[2].Categories, Is.EqualTo(new[] { "NY", "CA" }));
        Assert.That(_schema.IndexOf("embedding[1]"), Is.EqualTo(4));
        Assert.That(() => _schema.IndexOf("none"), Throws.ArgumentException.With.Message.Contains("age"));
    }

    [Test]
    public void Features_are_sensitive_where_that_was_stated()
    {
        FeatureSchema<Applicant> schema = FeatureSchema.For<Applicant>()
            .Numeric("age", a => a.Age, sensitive: true)
            .Numeric("income", a => a.Income, sensitive: true)
            .Categorical("state", a => a.State, ["NY"], sensitive: true)
            .Numeric("other", a => a.Age);

        Assert.That(schema.Features.Select(feature => feature.IsSensitive), Is.EqualTo(new[] { true, true, true, false }));
    }

    [Test]
    public void Validate_reports_every_violation()
    {
        IReadOnlyList<Evidence> found = _schema.Validate(new(double.NaN, double.PositiveInfinity, "TX", [1]));

        Assert.That(found.Select(evidence => evidence.Code), Is.EqualTo(new[] { "input.missing", "input.not-finite", "input.unseen", "input.length" }));
        Assert.That(found[3].Message, Is.EqualTo("'embedding' has 1 elements; expected 2."));
        Assert.That(_schema.Validate(new(17, 1, "NY", [1, 2])).Single().Message, Is.EqualTo("'age' is below its minimum of 18 years."));
        Assert.That(_schema.Validate(new(18, null, "NY", [1, 2])), Is.Empty);
    }

    [Test]
    public void Validate_bound_is_cast_to_float_like_the_value()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector("x").WithRange("x", -0.1, 0.1);

        Assert.That(schema.Validate([0.1f]), Is.Empty);
        Assert.That(schema.Validate([-0.1f]), Is.Empty);
        Assert.That(schema.Validate([MathF.BitIncrement(0.1f)]), Has.Count.EqualTo(1));
    }

    [Test]
    public void Numeric_faulty_declaration_is_refused_where_it_is_made()
    {
        Assert.That(() => _schema.Numeric("age", a => a.Age), Throws.ArgumentException.With.Message.Contains("age"));
        Assert.That(() => _schema.Numeric("b", a => a.Age, min: 2, max: 1), Throws.ArgumentException);
        Assert.That(() => _schema.Numeric("b", a => a.Age, min: double.NaN), Throws.ArgumentException);
        Assert.That(() => _schema.Numeric(" ", a => a.Age), Throws.ArgumentException);
        Assert.That(() => _schema.Categorical("c", a => a.State, ["a", "a"]), Throws.ArgumentException);
        Assert.That(() => _schema.Categorical("c", a => a.State, Array.Empty<string>()), Throws.ArgumentException);
        Assert.That(() => _schema.Vector("v", a => a.Embedding, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => FeatureSchema.ForVector(), Throws.ArgumentException);
        Assert.That(() => FeatureSchema.ForVector("a", "a"), Throws.ArgumentException);
        Assert.That(() => _schema.WithRange("age", 0, 1), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public void Write_wrong_length_is_an_argument_exception()
    {
        Assert.That(() => FeatureSchema.ForVector("a", "b").Write([1], new float[2]), Throws.ArgumentException.With.Message.Contains("has 1 elements; expected 2"));
        Assert.That(() => FeatureSchema.ForMemory("a", "b").Write(new float[] { 1, 2 }, new float[1]), Throws.ArgumentException.With.Message.Contains("room for 1"));
    }

    [Test]
    public async Task EvaluateAsync_vector_of_the_wrong_length_is_blocked_with_every_violation()
    {
        await using SafeModel<Applicant, string> safe = Model.FromDelegate<Applicant, string>(_ => "answer").WithSafety(safety => safety.UseFeatures(_schema));

        SafetyResult<string> result = await safe.EvaluateAsync(new(7, 1, "NY", [1]));

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.Evidence.Select(evidence => $"{evidence.Guard} {evidence.Code}"), Is.EqualTo(new[] { "features input.range", "features input.length" }));
    }

    [TestCase(GuardMode.Enforce, FailurePolicy.FailClosed, SafetyAction.Block)]
    [TestCase(GuardMode.Enforce, FailurePolicy.FailOpen, SafetyAction.Flag)]
    [TestCase(GuardMode.ReportOnly, FailurePolicy.FailClosed, SafetyAction.Allow)]
    public async Task EvaluateAsync_schema_throws_is_treated_as_its_options_say(GuardMode mode, FailurePolicy failure, SafetyAction expected)
    {
        float[]? seen = null;
        FeatureSchema<int> schema = FeatureSchema.For<int>().Numeric("a", x => x).Numeric("b", _ => throw new InvalidOperationException("secret"));
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseFeatures(schema, new() { Mode = mode, OnFailure = failure })
            .AddInputGuard(Scripted.Input((_, context) =>
            {
                seen = context.Features.ToArray();
                return new(Verdict.Allow);
            })));

        SafetyResult<string> result = await safe.EvaluateAsync(1);

        Assert.That(result.Action, Is.EqualTo(expected));
        Assert.That(result.Evidence.Single().Code, Is.EqualTo(EvidenceCodes.FeaturesFailed));
        Assert.That(result.Evidence.Single().ToString(), Does.Not.Contain("secret"));
        Assert.That(seen, expected == SafetyAction.Block ? Is.Null : Is.EqualTo(new[] { float.NaN, float.NaN }));
    }

    [Test]
    public async Task EvaluateAsync_schema_throws_names_the_feature()
    {
        FeatureSchema<int> schema = FeatureSchema.For<int>().Numeric("a", x => x).Vector("v", _ => new float[2], 2).Numeric("b", _ => throw new InvalidOperationException("secret"));
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseFeatures(schema));

        Evidence evidence = (await safe.EvaluateAsync(1)).Evidence.Single();

        Assert.That(evidence.Feature, Is.EqualTo("b"));
        Assert.That(evidence.Message, Is.EqualTo("Feature 'b' could not be read: its lambda threw InvalidOperationException."));
        Assert.That(evidence.Exception, Is.TypeOf<InvalidOperationException>());
        Assert.That(() => schema.Write(1, new float[4]), Throws.TypeOf<FeatureReadException>().With.Property("Feature").EqualTo("b"));
        Assert.That(() => schema.Validate(1), Throws.TypeOf<FeatureReadException>().With.Property("Feature").EqualTo("b"));
    }

    [Test]
    public void Validate_null_is_an_argument_exception()
    {
        Assert.That(() => _schema.Validate(null!), Throws.ArgumentNullException);
        Assert.That(() => _schema.Write(null!, new float[5]), Throws.ArgumentNullException);
    }

    [Test]
    public async Task Features_after_a_replacement_are_the_new_inputs_while_the_record_keeps_the_old()
    {
        List<float> recorded = [];
        float seen = 0;
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseFeatures(FeatureSchema.For<int>().Numeric("x", x => x))
            .AddInputGuard(Scripted.Input((_, _) => new(Verdict.Replace(5, Scripted.Reason))))
            .AddInputGuard(Scripted.Input((_, context) =>
            {
                seen = context.Features[0];
                return new(Verdict.Allow);
            }))
            .AddMonitor(new Scripted.Monitor("monitor", (block, _) => recorded.AddRange(block.Feature(0)))));

        await safe.PredictAsync(1);
        await safe.FlushAsync();

        Assert.That(seen, Is.EqualTo(5));
        Assert.That(recorded, Is.EqualTo(new[] { 1f }));
    }
}
