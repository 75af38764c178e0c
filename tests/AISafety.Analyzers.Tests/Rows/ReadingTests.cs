using System.ComponentModel.DataAnnotations;
using AISafety.Analyzers.Tests.Support;

namespace AISafety.Analyzers.Tests.Rows;

/// <summary>How generated rows are read inside a safe model.</summary>
[TestFixture]
public sealed partial class ReadingTests
{
    [FeatureRow]
    public sealed partial record Person(
        double Age,
        double? Income,
        [VectorLength(2)] float[]? Place,
        [Required, StringLength(20), RegularExpression("[a-z]+")] string Name,
        [RegularExpression(@"(?!bad)\w+", MatchTimeoutInMilliseconds = 50)] string? Looked);

    [FeatureRow]
    public sealed partial class Throwing
    {
        public double First => 1;

        public double Second => IsBroken ? throw new InvalidOperationException("secret") : 2;

        [StringLength(3)]
        public string Text => IsMute ? throw new InvalidOperationException("secret") : "abc";

        [Feature(Ignore = true)]
        public bool IsBroken { get; init; }

        [Feature(Ignore = true)]
        public bool IsMute { get; init; }
    }

    [FeatureRow]
    public sealed partial class Moody
    {
        private int _reads;

        public double Value => ++_reads == 1 ? throw new InvalidOperationException("once") : 1;
    }

    private static readonly Person _person = new(30, null, [1, 2], "ada", "good");

    [Test]
    public void TryRead_allocates_nothing()
    {
        float[] row = new float[Everything.Features.Width];
        Everything input = new(1, 1, "NY", Season.Spring, Grade.Bad, true, null);

        Assert.That(Bytes(() => Everything.Features.Write(input, row)), Is.Zero);
    }

    [Test]
    public async Task Allowed_call_with_texts_and_patterns_allocates_nothing()
    {
        await using SafeModel<Person, string> safe = Model.FromDelegate<Person, string>(_ => "answer").WithSafety(safety => safety.UseFeatures(Person.Features).AddInputValidation());
        Assert.That((await safe.EvaluateAsync(_person)).IsAllowed, Is.True);

        Assert.That(Bytes(() => safe.PredictAsync(_person).GetAwaiter().GetResult()), Is.Zero);
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return new(_person with { Name = "Ada" }, "Name input.pattern");
        yield return new(_person with { Name = "" }, "Name input.missing");
        yield return new(_person with { Name = null! }, "Name input.missing");
        yield return new(_person with { Name = new('a', 21) }, "Name input.length");
        yield return new(_person with { Looked = "bad" }, "Looked input.pattern");
        yield return new(_person with { Age = double.NaN }, "Age input.missing");
        yield return new(_person with { Place = [1] }, "Place input.length");
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Input_validation_blocks_what_attributes_forbid(Person input, string expected)
    {
        await using SafeModel<Person, string> safe = Model.FromDelegate<Person, string>(_ => "answer").WithSafety(safety => safety.UseFeatures(Person.Features).AddInputValidation());

        SafetyResult<string> result = await safe.EvaluateAsync(input);

        Assert.That(result.HasOutput, Is.False);
        Assert.That(result.Evidence.Select(one => $"{one.Feature} {one.Code}"), Is.EqualTo(new[] { expected }));
        Assert.That(Person.Features.Validate(input).Select(one => $"{one.Feature} {one.Code}"), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public async Task Input_validation_finds_a_wrong_length_also_where_the_schema_fails_open()
    {
        await using SafeModel<Person, string> safe = Model.FromDelegate<Person, string>(_ => "answer").WithSafety(safety => safety
            .UseFeatures(Person.Features, new() { OnFailure = FailurePolicy.FailOpen })
            .AddInputValidation());

        SafetyResult<string> result = await safe.EvaluateAsync(_person with { Place = [1] });

        Assert.That(result.Evidence.Select(one => $"{one.Guard} {one.Code}"), Is.EqualTo(new[] { "features input.length", "input-validation input.length" }));
        Assert.That((await safe.EvaluateAsync(_person with { Place = null })).IsAllowed, Is.True);
    }

    [Test]
    public async Task Property_that_throws_is_named()
    {
        await using SafeModel<Throwing, string> safe = Model.FromDelegate<Throwing, string>(_ => "answer").WithSafety(safety => safety.UseFeatures(Throwing.Features).AddInputValidation());

        Evidence broken = (await safe.EvaluateAsync(new() { IsBroken = true })).Evidence.Single();
        Evidence mute = (await safe.EvaluateAsync(new() { IsMute = true })).Evidence.Single();

        Assert.That((broken.Code, broken.Feature, broken.Message), Is.EqualTo((EvidenceCodes.FeaturesFailed, "Second", "Feature 'Second' could not be read: its property threw InvalidOperationException.")));
        Assert.That((mute.Code, mute.Feature), Is.EqualTo(("input.rule-failed", "Text")));
        Assert.That(() => Throwing.Features.Write(new() { IsBroken = true }, new float[2]), Throws.TypeOf<FeatureReadException>().With.Property("Feature").EqualTo("Second"));
        Assert.That((await safe.EvaluateAsync(new())).IsAllowed, Is.True);
    }

    [Test]
    public void Property_that_does_not_throw_again_is_told_by_its_row() =>
        Assert.That(() => Moody.Features.Write(new(), new float[1]), Throws.TypeOf<FeatureReadException>().With.Property("Feature").EqualTo("Moody"));

    [Test]
    public void Generated_schema_can_be_continued_by_hand()
    {
        FeatureSchema<Person> schema = Person.Features.Numeric("age squared", person => person.Age * person.Age, max: 1000, sensitive: true);
        float[] row = new float[schema.Width];
        schema.Write(_person, row);

        Assert.That(row, Is.EqualTo(new[] { 30, float.NaN, 1, 2, 900 }));
        Assert.That(schema.Features[^1].IsSensitive, Is.True);
        Assert.That(schema.Validate(_person with { Age = 100, Name = "Ada" }).Select(one => one.Feature), Is.EqualTo(new[] { "Name", "age squared" }));
        Assert.That(() => Person.Features.Numeric("Age", person => person.Age), Throws.ArgumentException.With.Message.Contains("Age"));
        Assert.That(() => Person.Features.WithRange("Age", 0, 1), Throws.TypeOf<NotSupportedException>());
    }

    [Test]
    public async Task Continued_schema_is_judged_beyond_the_row_all_the_same()
    {
        await using SafeModel<Loan, string> safe = Model.FromDelegate<Loan, string>(_ => "answer").WithSafety(safety => safety
            .UseFeatures(Loan.Features.Numeric("after", loan => loan.Amount))
            .AddInputValidation());

        Assert.That((await safe.EvaluateAsync(new() { Home = new(1, 1, "flat"), Work = new(1, double.NaN, "flat") })).Evidence.Single().Feature, Is.EqualTo("Work.Rent"));
    }

    [Test]
    public void Pattern_that_needs_backtracking_has_a_time_limit()
    {
        FeatureSchema<Slow> slow = Slow.Features;

        Evidence evidence = slow.Validate(new(1, new string('a', 40) + "!")).Single();

        Assert.That((evidence.Code, evidence.Message), Is.EqualTo(("input.pattern", "'Text' could not be matched with its pattern within 20 ms.")));
    }

    /// <summary>The look-ahead cannot be matched without backtracking, and the nested repetition takes for ever with it.</summary>
    [FeatureRow]
    public sealed partial record Slow(int Number, [RegularExpression("(?=a)(a+)+b", MatchTimeoutInMilliseconds = 20)] string Text);

    private static long Bytes(Action act)
    {
        for (int i = 0; i < 100; i++)
        {
            act();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            act();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
