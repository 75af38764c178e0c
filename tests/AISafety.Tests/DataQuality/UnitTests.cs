namespace AISafety.Tests.DataQuality;

/// <summary>Which factor is named, and when none is.</summary>
[TestFixture]
public sealed class UnitTests
{
    private static readonly DataQualityOptions s_unitOnly = new() { Off = [.. Enum.GetValues<DataQualityCheck>().Where(check => check != DataQualityCheck.Unit)] };

    [TestCase(10)]
    [TestCase(0.1)]
    [TestCase(100)]
    [TestCase(0.01)]
    [TestCase(1_000)]
    [TestCase(0.001)]
    [TestCase(2.54)]
    [TestCase(1 / 2.54)]
    [TestCase(12)]
    [TestCase(60)]
    [TestCase(0.3048)]
    [TestCase(0.45359237)]
    [TestCase(1 / 0.45359237)]
    [TestCase(-1)]
    public void Scaled_feature_has_its_factor_named(double factor)
    {
        foreach (int feature in new[] { Visits.Height, Visits.Weight, Visits.Amount })
        {
            List<DataQualityFinding> found = Visits.Find((row, _) => row[feature] = (float)(row[feature] * factor), s_unitOnly);

            Assert.That(found.Select(one => one.Value), Is.EqualTo(new[] { factor, factor, factor }).Within(1e-9), $"Feature {feature}.");
        }
    }

    [TestCase(0.1, 100)]
    [TestCase(0.2, 100)]
    [TestCase(0.2, 2.54)]
    [TestCase(0.5, 10)]
    [TestCase(0.2, 0.01)]
    public void Share_of_scaled_values_has_its_factor_named(double share, double factor)
    {
        List<DataQualityFinding> found = Visits.Find((row, random) => row[Visits.Height] *= random.NextDouble() < share ? (float)factor : 1, s_unitOnly);

        Assert.That(found.Select(one => one.Value), Is.EqualTo(new[] { factor, factor, factor }).Within(1e-9));
        Assert.That(found[0].Message, Does.Contain("of the values look"));
    }

    [Test]
    public void Fahrenheit_for_celsius_is_named()
    {
        ReferenceProfile profile = One(random => 15 + (8 * Visits.Normal(random)));

        Assert.That(Findings(profile, random => 59 + (14.4 * Visits.Normal(random))), Has.All.Contain("Fahrenheit").And.Exactly(5).Items);
        Assert.That(Findings(profile, random => 288.15 + (8 * Visits.Normal(random))), Has.All.Contain("kelvin").And.Exactly(5).Items);
    }

    [Test]
    public void Genuine_shift_is_no_unit_error([Values(-40, -20, 15, 30, 60, 150)] int shift, [Values(0.7, 1, 1.4)] double spread) =>
        Assert.That(Findings(One(random => 170 + (10 * Visits.Normal(random))), random => 170 + shift + (10 * spread * Visits.Normal(random))), Is.Empty);

    [TestCase(1.25)]
    [TestCase(1.4)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(20)]
    [TestCase(0.5)]
    public void Factor_that_is_no_units_is_not_named(double factor) =>
        Assert.That(Findings(One(random => 170 + (10 * Visits.Normal(random))), random => factor * (170 + (10 * Visits.Normal(random)))), Is.Empty);

    [Test]
    public void Wide_feature_that_any_factor_fits_is_not_named([Values(2.54, 10, 100)] double factor) =>
        Assert.That(Findings(One(random => Math.Pow(10, 8 * random.NextDouble())), random => factor * Math.Pow(10, 8 * random.NextDouble())), Is.Empty);

    [Test]
    public void New_group_of_large_values_is_no_unit_error() =>
        Assert.That(Findings(One(random => 50 + (5 * Visits.Normal(random))), random => random.Next(5) == 0 ? 120 + (40 * random.NextDouble()) : 50 + (5 * Visits.Normal(random))), Is.Empty);

    private static ReferenceProfile One(Func<Random, double> draw)
    {
        Random random = new(3);
        return ReferenceProfile.Fit(FeatureSchema.For<float>().Numeric("x", x => x), Enumerable.Range(0, 4_000).Select(_ => (float)draw(random)));
    }

    private static List<string> Findings(ReferenceProfile profile, Func<Random, double> draw)
    {
        DataQualityWatch watch = new(profile, s_unitOnly);
        Random random = new(4);
        List<string> found = [];
        for (int i = 0; i < 5_000; i++)
        {
            found.AddRange(watch.Observe([(float)draw(random)])?.Findings.Select(one => one.Message) ?? []);
        }

        return found;
    }
}
