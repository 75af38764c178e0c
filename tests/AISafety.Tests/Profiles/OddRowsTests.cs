namespace AISafety.Tests.Profiles;

/// <summary>What is missing, constant, infinite or wrong, and what becomes of it.</summary>
[TestFixture]
public sealed class OddRowsTests
{
    [Test]
    public void Feature_that_is_missing_everywhere_has_documented_outcomes()
    {
        ReferenceProfile profile = ReferenceProfile.FitRows(["none", "x"], [float.NaN, 1, float.NaN, 2, float.NaN, 4]);
        FeatureProfile none = profile.Features[0];

        Assert.That((none.Count, none.Missing, none.IsConstant), Is.EqualTo((0, 3, false)));
        Assert.That(none.Moments.Mean, Is.NaN);
        Assert.That(none.Quantile(0.5), Is.NaN);
        Assert.That(none.Rank(1), Is.NaN);
        Assert.That((none.Sorted, none.Binned), Is.EqualTo((default(object), default(object))));
        Assert.That(none.Bins.BinCount, Is.EqualTo(1));
        Assert.That(none.BinCounts.ToArray(), Is.EqualTo(new[] { 0 }));
        Assert.That(profile.Covariance!.Mean[0], Is.Zero);
        Assert.That(profile.Components!.Eigenvalues.ToArray(), Is.EqualTo(new double[] { 1, 0 }).Within(1e-12));
        Assert.That(ReferenceProfile.FromBytes(profile.ToBytes()).ToBytes(), Is.EqualTo(profile.ToBytes()));
    }

    [Test]
    public void Constant_feature_has_one_or_two_bins_and_no_part_in_components()
    {
        ReferenceProfile profile = ReferenceProfile.FitRows(["five", "x"], [5, 1, 5, 2, 5, 4]);

        Assert.That(profile.Features[0].IsConstant, Is.True);
        Assert.That(profile.Features[1].IsConstant, Is.False);
        Assert.That(profile.Features[0].BinCounts.ToArray().Sum(), Is.EqualTo(3));
        Assert.That(profile.Components!.Loadings(0).ToArray(), Is.EqualTo(new double[] { 0, 1 }).Within(1e-12));
        Assert.That(profile.Components.Scale[0], Is.Zero);
    }

    [Test]
    public void Infinity_is_a_value_in_order_and_the_mean_in_the_covariance()
    {
        ReferenceProfile profile = ReferenceProfile.FitRows(["x", "y"], [1, 1, 2, 2, 3, 4, float.PositiveInfinity, 5]);
        FeatureProfile x = profile.Features[0];

        Assert.That((x.Count, x.Missing), Is.EqualTo((4, 0)));
        Assert.That(x.Quantile(1), Is.EqualTo(double.PositiveInfinity));
        Assert.That(x.Sorted!.Count, Is.EqualTo(4));
        Assert.That(x.BinCounts.ToArray().Sum(), Is.EqualTo(4));
        Assert.That(x.Moments.Mean, Is.EqualTo(double.PositiveInfinity));
        Assert.That(profile.Covariance!.Count, Is.EqualTo(4));
        Assert.That(profile.Covariance.Mean[0], Is.EqualTo(2));
    }

    [Test]
    public void Covariance_needs_two_rows_and_a_number()
    {
        FeatureSchema<string> category = FeatureSchema.For<string>().Categorical("letter", s => s, ["a", "b"]);

        Assert.That(ReferenceProfile.FitRows(["x"], [1]).Covariance, Is.Null);
        Assert.That(ReferenceProfile.FitRows(["x"], [1]).Components, Is.Null);
        Assert.That(ReferenceProfile.Fit(category, ["a", "b", "a"]).Covariance, Is.Null);
    }

    [Test]
    public void Category_has_counts_and_no_order()
    {
        FeatureSchema<string> schema = FeatureSchema.For<string>().Categorical("letter", s => s, ["a", "b"]);
        FeatureProfile letter = ReferenceProfile.Fit(schema, ["a", "a"]).Features[0];

        Assert.That(letter.IsConstant, Is.True);
        Assert.That(letter.Quantile(0.5), Is.NaN);
        Assert.That((letter.Sorted, letter.Binned), Is.EqualTo((default(object), default(object))));
        Assert.That(letter.Moments.Count, Is.Zero);
        Assert.That(ReferenceProfile.Fit(schema, ["a", "x"]).Features[0].IsConstant, Is.False);
    }

    [Test]
    public void Number_that_is_no_code_is_unseen()
    {
        FeatureSchema<string> schema = FeatureSchema.For<string>().Categorical("letter", s => s, ["a", "b"]);
        ReferenceProfile profile = ReferenceProfile.FitRows(schema, [0, 1, 2, 0.5f, -7, float.PositiveInfinity, float.NaN]);

        Assert.That(profile.Features[0].CategoryCounts.ToArray(), Is.EqualTo(new[] { 1, 1 }));
        Assert.That((profile.Features[0].Unseen, profile.Features[0].Missing), Is.EqualTo((4, 1)));
        Assert.That(profile.SampleColumn(0).ToArray(), Is.EqualTo(new[] { 0, 1, -1, -1, -1, -1, float.NaN }));
    }

    [Test]
    public void No_row_is_refused()
    {
        Assert.That(() => ReferenceProfile.Fit(Person.Schema, []), Refuses("no row"));
        Assert.That(() => ReferenceProfile.FitRows(["x"], []), Refuses("no row"));
        Assert.That(() => ReferenceProfile.Fit(FeatureSchema.For<int>(), [1]), Refuses("no feature"));
    }

    [Test]
    public void Row_that_cannot_be_read_is_refused_by_its_number()
    {
        FeatureSchema<float[]> vector = FeatureSchema.ForVector("x", "y");
        FeatureSchema<string> lambda = FeatureSchema.For<string>().Numeric("length", s => 1 / (s.Length - 1 == 0 ? throw new InvalidOperationException() : 1.0));

        Assert.That(() => ReferenceProfile.Fit(vector, [[1, 2], [1]]), Refuses("Row 1", "1 elements; expected 2"));
        Assert.That(() => ReferenceProfile.Fit(vector, [[1, 2], null!]), Refuses("Row 1", "null"));
        Assert.That(() => ReferenceProfile.Fit(lambda, ["", "a"]), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Row 1").And.InnerException.TypeOf<FeatureReadException>());
        Assert.That(() => ReferenceProfile.Fit(Person.Schema, FeatureSchema.For<double>().Numeric("age", s => s), []), Refuses("'age'"));
        Assert.That(() => ReferenceProfile.FitRows(["x", "y"], [1, 2, 3]), Throws.ArgumentException.With.Message.Contains("multiple of 2"));
    }

    [TestCase("SampleSize", "is 0; expected 1 to 100000000.")]
    [TestCase("Bins", "is 1001; expected 1 to 1000.")]
    [TestCase("SketchSize", "is 7; expected 8 to 65535.")]
    [TestCase("FirstRow", "is -1; expected 0 to 9223372036854775807.")]
    public void Option_out_of_its_range_is_refused(string option, string expected)
    {
        ReferenceProfileOptions options = option switch
        {
            "SampleSize" => new() { SampleSize = 0 },
            "Bins" => new() { Bins = 1001 },
            "SketchSize" => new() { SketchSize = 7 },
            _ => new() { FirstRow = -1 },
        };

        Assert.That(() => ReferenceProfile.FitRows(["x"], [1], options), Throws.ArgumentException.With.Message.Contains($"{option} {expected}"));
    }

    private static NUnit.Framework.Constraints.Constraint Refuses(params string[] texts) =>
        Throws.TypeOf<SafetyBuildException>().With.Message.Matches(string.Join(".*", texts));
}
