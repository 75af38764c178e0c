namespace AISafety.Tests.Profiles;

[TestFixture]
public sealed class SchemaCheckTests
{
    private sealed record Loan(double Amount, string State);

    private static readonly ReferenceProfile _profile = ReferenceProfile.Fit(
        FeatureSchema.For<Loan>().Numeric("amount", l => l.Amount, unit: "EUR").Categorical("state", l => l.State, ["NY", "CA"]),
        Person.Score,
        [(new(1, "NY"), 0.5)]);

    [Test]
    public void Schema_that_reads_the_same_is_accepted_whatever_its_ranges()
    {
        FeatureSchema<Loan> schema = FeatureSchema.For<Loan>().Numeric("amount", l => l.Amount, min: 0, max: 9, required: false).Categorical("state", l => l.State, ["NY", "CA"]);

        Assert.That(() => _profile.RequireSchema(schema, "drift"), Throws.Nothing);
        Assert.That(() => _profile.RequireOutputs(Person.Score, "drift"), Throws.Nothing);
    }

    [Test]
    public void Schema_that_differs_is_refused_by_the_first_feature_that_does()
    {
        FeatureSchema<Loan> empty = FeatureSchema.For<Loan>();
        FeatureSchema<Loan> amount = empty.Numeric("amount", l => l.Amount);

        AssertRefused(amount, "'drift'", "feature 'state' is missing");
        AssertRefused(amount.Categorical("state", l => l.State, ["NY", "CA"]).Numeric("more", l => 1), "feature 'more' is not expected");
        AssertRefused(amount.Numeric("state", l => 1), "feature 'state': expected kind Categorical, found Numeric");
        AssertRefused(amount.Categorical("state", l => l.State, ["CA", "NY"]), "feature 'state': expected 'NY' as category 0, found 'CA'");
        AssertRefused(amount.Categorical("state", l => l.State, ["NY"]), "feature 'state': expected 'CA' as category 1, found none");
        AssertRefused(empty.Numeric("amount", l => l.Amount, unit: "USD").Categorical("state", l => l.State, ["NY", "CA"]), "feature 'amount': expected the unit 'EUR', found 'USD'");
        AssertRefused(empty.Categorical("state", l => l.State, ["NY", "CA"]).Numeric("amount", l => l.Amount), "expected feature 'amount', found 'state'", "same order");
    }

    [Test]
    public void Outputs_that_differ_are_refused() =>
        Assert.That(
            () => _profile.RequireOutputs(FeatureSchema.For<double>().Numeric("risk", s => s), "drift"),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("expected feature 'score', found 'risk'"));

    private static void AssertRefused(FeatureSchema<Loan> schema, params string[] texts)
    {
        SafetyBuildException? refusal = Assert.Throws<SafetyBuildException>(() => _profile.RequireSchema(schema, "drift"));
        foreach (string text in texts)
        {
            Assert.That(refusal!.Message, Does.Contain(text));
        }
    }
}
