using AISafety.Analyzers.Tests.Support;

namespace AISafety.Analyzers.Tests.Rows;

[TestFixture]
public sealed class EverythingTests
{
    private static readonly Everything _one = new(30, 5, "CA", Season.Autumn, Grade.Best, true, false)
    {
        SByte = -1,
        Long = 10,
        ULong = ulong.MaxValue,
        Half = (Half)0.5,
        Decimal = 1.5m,
        Big = 7,
        Born = new(1970, 1, 11),
        Seen = new DateTime(1970, 1, 2, 12, 0, 0),
        Asked = new DateTimeOffset(1970, 1, 1, 6, 0, 0, TimeSpan.FromHours(-6)),
        Duration = TimeSpan.FromSeconds(1.5),
        At = new TimeOnly(0, 1),
        Code = -2,
        Holiday = Season.Spring,
        Doubles = [0.5, 0.25],
    };

    private static float[] Row(Everything input)
    {
        float[] row = new float[Everything.Features.Width];
        Everything.Features.Write(input, row);
        return row;
    }

    private static float Cell(Everything input, string name) => Row(input)[Everything.Features.IndexOf(name)];

    [TestCase("Age", 30)]
    [TestCase("Income", 5)]
    [TestCase("State", 1)]
    [TestCase("Season", 2)]
    [TestCase("Grade", 2)]
    [TestCase("Married", 1)]
    [TestCase("Smoker", 0)]
    [TestCase("SByte", -1)]
    [TestCase("Long", 10)]
    [TestCase("ULong", 18446744073709551616f)]
    [TestCase("Half", 0.5f)]
    [TestCase("Decimal", 1.5f)]
    [TestCase("Big", 7)]
    [TestCase("Born", 10)]
    [TestCase("Seen", 1.5f)]
    [TestCase("Asked", 0.5f)]
    [TestCase("Duration", 1.5f)]
    [TestCase("At", 60)]
    [TestCase("Code", 2)]
    [TestCase("Holiday", 1)]
    [TestCase("Embedding[2]", 3)]
    [TestCase("Doubles[1]", 0.25f)]
    [TestCase("Memory[0]", 0)]
    [TestCase("MaybeMemory[0]", float.NaN)]
    [TestCase("debt to income", 2)]
    public void Write_puts_each_value_in_its_cell(string name, float expected) => Assert.That(Cell(_one, name), Is.EqualTo(expected));

    [Test]
    public void Features_are_in_the_order_of_declaration_and_leave_out_what_is_no_feature()
    {
        string[] names = [.. Everything.Features.Features.Select(feature => feature.Name)];

        Assert.That(names[..8], Is.EqualTo(new[] { "Age", "Income", "State", "Season", "Grade", "Married", "Smoker", "SByte" }));
        Assert.That(names[^3..], Is.EqualTo(new[] { "MaybeMemory[0]", "MaybeMemory[1]", "debt to income" }));
        Assert.That(names, Has.None.EqualTo("Id").And.None.EqualTo("Name").And.None.EqualTo("Nickname"));
    }

    [Test]
    public void Features_say_what_was_stated()
    {
        Feature Of(string name) => Everything.Features.Features[Everything.Features.IndexOf(name)];

        Assert.That((Of("Age").Unit, Of("Age").Minimum, Of("Age").Maximum, Of("Age").IsRequired), Is.EqualTo(("years", 18, 120, true)));
        Assert.That((Of("Income").Minimum, Of("Income").Maximum, Of("Income").IsRequired), Is.EqualTo((0, double.PositiveInfinity, false)));
        Assert.That(Of("State").Categories, Is.EqualTo(new[] { "NY", "CA", "a \"{quoted}\" one" }));
        Assert.That(Of("Season").Categories, Is.EqualTo(new[] { "Spring", "Summer", "Autumn", "Winter" }));
        Assert.That(Of("Grade").Categories, Is.EqualTo(new[] { "Good", "Bad", "Best" }));
        Assert.That(Of("Married").Kind, Is.EqualTo(FeatureKind.Categorical));
        Assert.That((Of("Smoker").IsSensitive, Of("Smoker").IsRequired, Of("Married").IsSensitive), Is.EqualTo((true, false, false)));
        Assert.That((Of("Born").Unit, Of("Born").Minimum, Of("Born").Maximum), Is.EqualTo(("days since 1970-01-01", -25567, 22279)));
        Assert.That((Of("Duration").Unit, Of("Duration").Maximum), Is.EqualTo(("seconds", 86400)));
        Assert.That((Of("Decimal").Minimum, Of("Decimal").Maximum), Is.EqualTo((-1000.5, 79228162514264337593543950335d)));
        Assert.That(Of("Holiday").Categories, Is.EqualTo(new[] { "Winter", "Spring" }));
        Assert.That(Of("Code").Categories, Is.EqualTo(new[] { "3", "1", "-2" }));
        Assert.That(Of("Embedding[0]").Kind, Is.EqualTo(FeatureKind.VectorElement));
        Assert.That((Of("Embedding[0]").IsRequired, Of("Doubles[0]").IsRequired), Is.EqualTo((true, false)));
    }

    [Test]
    public void Write_null_is_missing_and_another_value_is_unseen()
    {
        Everything empty = new(1, null, null, (Season)9, null, false, null) { Holiday = Season.Summer, Code = 4 };

        Assert.That(new[] { "Income", "State", "Grade", "Smoker", "ULong", "Big", "Seen", "At", "Doubles[0]", "debt to income" }.Select(name => Cell(empty, name)), Is.All.NaN);
        Assert.That(new[] { "Season", "Holiday", "Code" }.Select(name => Cell(empty, name)), Is.All.EqualTo(Feature.Unseen));
        Assert.That(Cell(empty with { State = "TX" }, "State"), Is.EqualTo(Feature.Unseen));
        Assert.That(Cell(empty with { Season = (Season)(-1) }, "Season"), Is.EqualTo(Feature.Unseen));
    }

    [Test]
    public void Validate_finds_everything_in_the_order_of_the_properties()
    {
        Everything bad = _one with
        {
            Age = 17,
            Income = double.PositiveInfinity,
            Season = (Season)4,
            Born = new(1899, 12, 31),
            Holiday = Season.Summer,
            Embedding = [1],
            MaybeMemory = new double[3],
            Name = "bob the builder",
            Nickname = "longer",
        };

        Assert.That(Everything.Features.Validate(_one), Is.Empty);
        Assert.That(Everything.Features.Validate(bad).Select(one => $"{one.Feature} {one.Code}"), Is.EqualTo(new[]
        {
            "Age input.range",
            "Income input.not-finite",
            "Season input.unseen",
            "Born input.range",
            "Holiday input.unseen",
            "Embedding input.length",
            "MaybeMemory input.length",
            "Name input.length",
            "Name input.pattern",
            "Nickname input.length",
        }));
        Assert.That(Everything.Features.Validate(bad)[0].Message, Is.EqualTo("'Age' is below its minimum of 18 years."));
        Assert.That(Everything.Features.Validate(bad)[7].Message, Is.EqualTo("'Name' has more than 10 characters."));
    }

    [TestCase("", "input.missing", "input.length")]
    [TestCase("   ", "input.missing", "input.pattern")]
    [TestCase("ADA", "input.pattern")]
    [TestCase("Ada\n", "input.pattern")]
    [TestCase("Ada")]
    public void Validate_text_is_judged_by_its_attributes(string name, params string[] codes) =>
        Assert.That(Everything.Features.Validate(_one with { Name = name }).Select(one => one.Code), Is.EqualTo(codes));

    [Test]
    public void Write_vector_of_another_length_is_refused_by_its_own_name() =>
        Assert.That(() => Row(_one with { Doubles = [1], Nickname = "longer" }), Throws.ArgumentException.With.Message.Contains("'Doubles' has 1 elements; expected 2"));
}
