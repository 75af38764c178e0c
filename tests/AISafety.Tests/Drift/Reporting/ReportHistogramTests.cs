using AISafety.Drift.Reporting;

namespace AISafety.Tests.Drift.Reporting;

[TestFixture]
public sealed class ReportHistogramTests
{
    [Test]
    public void Bins_are_at_round_numbers_and_tell_what_lies_beyond()
    {
        float[] values = [.. Enumerable.Range(0, 1_000).Select(i => i / 10f), 5_000];

        ReportHistogram shape = ReportHistogram.OfNumbers(values, values, 20);

        Assert.That(shape.Edges[1] - shape.Edges[0], Is.EqualTo(10));
        Assert.That(shape.Pair.Labels[0], Is.EqualTo("0 to 10"));
        Assert.That(shape.Pair.Labels[^1], Is.EqualTo(">= 90"));
        Assert.That(shape.Pair.Reference[1], Is.EqualTo(100 / 1_001.0).Within(1e-12));
    }

    [Test]
    public void Few_values_have_a_bar_each()
    {
        ReportHistogram shape = ReportHistogram.OfNumbers([0, 1, 1, float.NaN], [2, 1], 20);

        Assert.That(shape.Pair.Labels, Is.EqualTo(new[] { "0", "1", "2", "missing" }));
        Assert.That(shape.Pair.Reference, Is.EqualTo(new[] { 0.25, 0.5, 0, 0.25 }));
        Assert.That(shape.Pair.Current, Is.EqualTo(new[] { 0, 0.5, 0.5, 0 }));
        Assert.That(shape.Bins, Is.EqualTo(3));
    }

    [Test]
    public void Borders_of_close_values_have_the_digits_that_tell_them_apart()
    {
        float[] years = [.. Enumerable.Range(0, 40).Select(i => 2_020 + (i / 8f))];

        ReportHistogram shape = ReportHistogram.OfNumbers(years, years, 20);

        Assert.That(shape.Pair.Labels, Is.Unique);
        Assert.That(shape.Pair.Labels[0], Is.EqualTo("2020.0 to 2020.5"));
    }

    [Test]
    public void Many_categories_are_cut_to_the_most_frequent()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"c{i}")];
        FeatureSchema<string> schema = FeatureSchema.For<string>().Categorical("c", value => value, names);
        ReferenceProfile reference = ReferenceProfile.Fit(schema, names.SelectMany((name, i) => Enumerable.Repeat(name, i + 1)));
        ReferenceProfile current = ReferenceProfile.Fit(schema, ["c0", "strange"]);

        ReportHistogram shape = ReportHistogram.OfCategories(reference.Features[0], current.Features[0], 20);

        Assert.That(shape.Pair.Labels, Has.Count.EqualTo(21));
        Assert.That(shape.Pair.Labels[0], Is.EqualTo("c0"), "half of the current ones");
        Assert.That(shape.Pair.Labels.Skip(19), Is.EqualTo(new[] { "31 others", "unseen" }));
        Assert.That(shape.Pair.Reference.Sum(), Is.EqualTo(1).Within(1e-12));
        Assert.That(shape.Pair.Current[^1], Is.EqualTo(0.5));
    }
}
