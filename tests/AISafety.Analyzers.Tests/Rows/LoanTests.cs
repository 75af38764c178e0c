using AISafety.Analyzers.Tests.Support;

namespace AISafety.Analyzers.Tests.Rows;

/// <summary>Rows in a row.</summary>
[TestFixture]
public sealed class LoanTests
{
    private static readonly Address _home = new(12, 500, "flat");
    private static readonly Loan _loan = new() { Home = _home, Where = new(1, null) };

    private static float[] Row(Loan input)
    {
        float[] row = new float[Loan.Features.Width];
        Loan.Features.Write(input, row);
        return row;
    }

    private static string[] Violations(Loan input) => [.. Loan.Features.Validate(input).Select(one => $"{one.Feature} {one.Code}")];

    [Test]
    public void Features_are_called_outer_dot_inner() => Assert.That(
        Loan.Features.Features.Select(feature => feature.Name),
        Is.EqualTo(new[]
        {
            "Amount", "Home.Zip", "Home.Rent", "Home.Kind", "Home.Place[0]", "Home.Place[1]",
            "Work.Zip", "Work.Rent", "Work.Kind", "Work.Place[0]", "Work.Place[1]", "Where.X", "Where.Y", "Before.X", "Before.Y",
        }));

    [Test]
    public void Features_of_a_row_that_may_be_missing_are_not_required_of_the_whole()
    {
        Assert.That(Loan.Features.Features.Where(feature => feature.IsRequired).Select(feature => feature.Name.Split('.')[0]).Distinct(), Is.EqualTo(new[] { "Amount", "Home", "Where" }));
        Assert.That(Loan.Features.Features.Where(feature => feature.IsSensitive).Select(feature => feature.Name.Split('.')[0]).Distinct(), Is.EqualTo(new[] { "Work" }));
    }

    [Test]
    public void Write_null_row_is_missing()
    {
        Assert.That(Row(_loan), Is.EqualTo(new[] { 1, 12, 500, 1, 1, 2, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, 1, float.NaN, float.NaN, float.NaN }));

        Loan full = new() { Home = _home, Work = new(3, 4, "house") { Place = [5, 6] }, Where = new(1, 2), Before = new(7, 8) };
        Assert.That(Row(full), Is.EqualTo(new float[] { 1, 12, 500, 1, 1, 2, 3, 4, 0, 5, 6, 1, 2, 7, 8 }));
    }

    [Test]
    public void Validate_required_row_that_is_null_is_one_violation()
    {
        Evidence missing = Loan.Features.Validate(new() { Home = null! }).Single();

        Assert.That((missing.Feature, missing.Code, missing.Message), Is.EqualTo(("Home", "input.missing", "'Home' is missing; it is required.")));
    }

    [Test]
    public void Validate_what_is_required_in_an_optional_row_is_required_where_the_row_is_there()
    {
        Loan bad = new() { Home = _home, Work = new(0, double.NaN, null!) { Place = [1, float.NaN], Note = "long" }, Before = new(float.NaN, null) };

        Assert.That(Violations(_loan), Is.Empty);
        Assert.That(Violations(bad), Is.EqualTo(new[]
        {
            "Work.Zip input.range", "Work.Rent input.missing", "Work.Kind input.missing", "Work.Place[1] input.missing", "Work.Note input.length", "Before.X input.missing",
        }));
    }

    // Each is seen by nothing but what is judged beside the row.
    private static IEnumerable<TestCaseData> BeyondTheRow()
    {
        yield return new(new Loan { Home = _home, Work = new(1, double.NaN, "flat") }, "Work.Rent input.missing");
        yield return new(new Loan { Home = _home, Work = new(1, 1, null!) }, "Work.Kind input.missing");
        yield return new(new Loan { Home = _home, Work = new(1, 1, "flat") { Place = [float.NaN, 1] } }, "Work.Place[0] input.missing");
        yield return new(new Loan { Home = _home, Work = new(1, 1, "flat") { Note = "long" } }, "Work.Note input.length");
        yield return new(new Loan { Home = _home with { Note = "long" } }, "Home.Note input.length");
        yield return new(new Loan { Home = _home, Before = new(float.NaN, 1) }, "Before.X input.missing");
    }

    [TestCaseSource(nameof(BeyondTheRow))]
    public async Task Input_validation_judges_what_the_row_does_not_show(Loan input, string expected)
    {
        await using SafeModel<Loan, string> safe = Model.FromDelegate<Loan, string>(_ => "answer").WithSafety(safety => safety.UseFeatures(Loan.Features).AddInputValidation());

        SafetyResult<string> result = await safe.EvaluateAsync(input);

        Assert.That(result.Evidence.Select(one => $"{one.Feature} {one.Code}"), Is.EqualTo(new[] { expected }));
        Assert.That((await safe.EvaluateAsync(_loan)).IsAllowed, Is.True);
    }
}
