namespace AISafety.Statistics.Tests.Multivariate;

public sealed class FiniteRowsTests
{
    [Test]
    public void FillCenter_follows_the_rows_and_not_an_outlier()
    {
        double[] center = new double[4];
        double[] rows = [.. Enumerable.Range(0, 50).SelectMany(row => new[] { 1_000 + row % 7, row % 7 - 3.0, row == 20 ? 1e30 : 0.125 * (row % 7), 2.5 })];
        FiniteRows.FillCenter<double>(rows, center);

        Assert.That(center, Is.EqualTo(new[] { 1_003, 0, 0, 2.5 }));
    }

    [Test]
    public void FillCenter_huge_tiny_or_few_values_give_none()
    {
        double[] center = [1];
        foreach (double value in (double[])[double.MaxValue, double.Epsilon, 1e60, -0.0])
        {
            FiniteRows.FillCenter<double>([.. Enumerable.Repeat(value, 9)], center);
            Assert.That(center[0], Is.Zero);
        }

        FiniteRows.FillCenter<double>([7, 7, 7, 7, 7, 7, 7], center);
        Assert.That(center[0], Is.Zero, "Too few rows to know.");
        FiniteRows.FillCenter<double>([7, 7, 7, 7, 7, 7, 7, 7], center);
        Assert.That(center[0], Is.EqualTo(7));
    }

    [Test]
    public void Count_names_argument_and_rule()
    {
        Assert.That(FiniteRows.Count<float>([1, 2, 3, 4], 2, "x"), Is.EqualTo(2));
        Assert.That(() => FiniteRows.Count<float>([], 2, "x"), Throws.ArgumentException.With.Property("ParamName").EqualTo("x"));
        Assert.That(() => FiniteRows.Count<float>([1, 2, 3], 2, "x"), Throws.ArgumentException.With.Message.Contains("complete row"));
        Assert.That(() => FiniteRows.Count<float>([1, float.NegativeInfinity], 2, "x"), Throws.ArgumentException.With.Message.Contains("infinite"));
        Assert.That(() => FiniteRows.Count<float>([1, 2], 2, "x", 2), Throws.ArgumentException.With.Message.Contains("at least 2"));
        Assert.That(() => FiniteRows.Count<float>([1, 2], 0, "x"), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
