using AISafety.Analyzers.Tests.Support;
using CsCheck;

namespace AISafety.Analyzers.Tests.Rows;

/// <summary>A generated schema and one by lambdas write the same rows and find the same violations.</summary>
[TestFixture]
public sealed class AgreementTests
{
    private static readonly FeatureSchema<Twin> _lambdas = FeatureSchema.For<Twin>()
        .Numeric("Age", a => a.Age, "years", 18, 120)
        .Numeric("Income", a => a.Income, min: 0)
        .Numeric("Long", a => a.Long)
        .Numeric("Decimal", a => (double)a.Decimal, min: -1e6)
        .Numeric("Float", a => a.Float, min: -0.1, max: 0.1)
        .Categorical("Married", a => a.Married, [false, true])
        .Categorical("Season", a => a.Season, Enum.GetValues<Season>())
        .Categorical("Grade", a => a.Grade, [Grade.Good, Grade.Bad, Grade.Best])
        .Categorical("State", a => a.State, ["NY", "CA"], required: false)
        .Categorical("Code", a => a.Code, [3, 1, -2])
        .Vector("Embedding", a => a.Embedding, 3)
        .Numeric("Born", a => (a.Born.ToDateTime(default) - DateTime.UnixEpoch).TotalDays, "days since 1970-01-01", min: -25567, max: 22279);

    private static readonly Gen<double> _number = Gen.Frequency(
        (4, Gen.Double[-200, 200]),
        (2, Gen.Double),
        (1, Gen.OneOf(0d, -0.0, 0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, 16777217)));

    private static readonly Gen<Twin> _twins =
        from age in Gen.Int[0, 140]
        from income in _number.Nullable()
        from whole in Gen.Long
        from money in Gen.Decimal
        from real in Gen.Frequency((2, Gen.Float[-0.2f, 0.2f]), (1, Gen.OneOf(0.1f, -0.1f, float.NaN, float.PositiveInfinity, MathF.BitIncrement(0.1f))))
        from married in Gen.Bool
        from season in Gen.Int[-1, 4]
        from grade in Gen.OneOf(Grade.Good, Grade.Bad, Grade.Best, Grade.Excellent, (Grade)0)
        from state in Gen.OneOf((string?)null, "NY", "CA", "", "ny", "TX")
        from code in Gen.Int[-3, 4]
        from embedding in Gen.Float.Array[2, 4]
        from born in Gen.Int[0, DateOnly.MaxValue.DayNumber]
        select new Twin(age, income, whole, money, real, married, (Season)season, grade, state, code, embedding, DateOnly.FromDayNumber(born));

    [Test]
    public void Features_are_the_same() =>
        Assert.That(Twin.Features.Features.Select(Describe), Is.EqualTo(_lambdas.Features.Select(Describe)));

    [Test]
    public void Write_any_input_gives_the_same_row() => _twins.Sample(input =>
    {
        float[] generated = new float[Twin.Features.Width];
        float[] byHand = new float[_lambdas.Width];
        Exception? one = Thrown(() => Twin.Features.Write(input, generated));
        Exception? other = Thrown(() => _lambdas.Write(input, byHand));

        return one?.Message == other?.Message && Bits(generated).SequenceEqual(Bits(byHand));
    });

    [Test]
    public void Validate_any_input_finds_the_same() => _twins.Sample(input =>
        Twin.Features.Validate(input).Where(found => !IsFinerThanRow(found)).Select(Describe).SequenceEqual(_lambdas.Validate(input).Select(Describe)));

    /// <summary>A lambda's number is judged as the row holds it, a property as it is: so a property may be out of range by less than a float can show.</summary>
    private static bool IsFinerThanRow(Evidence found) => found.Code == "input.range" && (float)found.Score == (float)found.Threshold;

    [Test]
    public void Input_validation_any_input_blocks_exactly_what_Validate_finds()
    {
        SafeModel<Twin, string> safe = Model.FromDelegate<Twin, string>(_ => "answer").WithSafety(safety => safety.UseFeatures(Twin.Features).AddInputValidation());
        _twins.Sample(input =>
        {
            SafetyResult<string> result = safe.EvaluateAsync(input).AsTask().GetAwaiter().GetResult();
            return result.IsAllowed == (Twin.Features.Validate(input).Count == 0)
                && result.Evidence.All(one => one.Code != "input.inconsistent");
        });
    }

    private static Exception? Thrown(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception;
        }
    }

    private static IEnumerable<int> Bits(float[] row) => row.Select(cell => float.IsNaN(cell) ? int.MinValue : BitConverter.SingleToInt32Bits(cell));

    private static string Describe(Feature feature) =>
        $"{feature.Name} {feature.Kind} {feature.Unit} {feature.Minimum:R} {feature.Maximum:R} {feature.IsRequired} {string.Join('|', feature.Categories)}";

    private static string Describe(Evidence evidence) => $"{evidence} {evidence.Feature} {evidence.Score:R} {evidence.Threshold:R}";
}
