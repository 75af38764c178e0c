namespace AISafety.Statistics.Tests;

public sealed class ProductSumsTests
{
    private static readonly string[] _finite = ["normal", "ties", "constant", "sorted", "reversed", "offset", "denormal", "zeros"];

    // Columns around the widths of vectors and tiles, rows around those of blocks.
    [TestCaseSource(nameof(_finite))]
    public void Of_any_shape_equals_the_definition(string kind)
    {
        foreach (int columns in (int[])[.. Enumerable.Range(1, 27), 34, 35, 47, 70])
        {
            foreach (int count in (int[])[2, 3, 127, 128, 129, 257])
            {
                double[] rows = KernelInputs.Draw(kind, count * columns, columns + count);
                AssertSums(rows, columns, ProductSums.Of<double>(rows, columns, standardize: false), $"{kind}, {count} x {columns}");
            }
        }
    }

    [Test]
    public void Of_heavy_tails_equals_the_definition_about_any_first_row()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            double[] rows = [.. KernelInputs.Draw("normal", 300 * 3, seed).Select(value => value * value * value)];
            AssertSums(rows, 3, ProductSums.Of<double>(rows, 3, standardize: false), $"{seed}");

            // Far from the mean, so that the table is read twice.
            rows[0] = 1000;
            AssertSums(rows, 3, ProductSums.Of<double>(rows, 3, standardize: false), $"{seed}");
        }
    }

    [TestCaseSource(nameof(_finite))]
    public void Of_standardized_columns_equals_the_definition(string kind)
    {
        foreach (int columns in (int[])[1, 3, 8, 13, 24])
        {
            double[] rows = KernelInputs.Draw(kind, 200 * columns, columns);
            ProductSums sums = ProductSums.Of<double>(rows, columns, standardize: true);
            double[] scaled = [.. rows.Select((value, i) => value / sums.Deviations[i % columns])];
            for (int column = 0; column < columns; column++)
            {
                double mean = Column(rows, columns, column).Average();
                double deviation = Math.Sqrt(Column(rows, columns, column).Sum(value => (value - mean) * (value - mean)) / 200);
                Assert.That(sums.Deviations[column], Is.EqualTo(kind == "constant" || deviation == 0 ? 1 : deviation).Within(1e-7 * deviation));
                Assert.That(sums.Mean[column], Is.EqualTo(mean).Within(1e-12 * Math.Abs(mean) + 1e-12));
            }

            AssertProducts(scaled, columns, sums, kind);
        }
    }

    [Test]
    public void Of_a_constant_column_has_no_variance_at_all()
    {
        double[] rows = [.. Enumerable.Range(0, 1000).SelectMany(i => new[] { 0.1, i * 0.3, 1e17 / 3 })];
        ProductSums sums = ProductSums.Of<double>(rows, 3, standardize: true);

        Assert.That((sums.Products[0], sums.Products[8], sums.Mean[0], sums.Mean[2]), Is.EqualTo((0.0, 0.0, 0.1, 1e17 / 3)));
        Assert.That((sums.Deviations[0], sums.Deviations[2]), Is.EqualTo((1.0, 1.0)));
    }

    private static void AssertSums(double[] rows, int columns, ProductSums sums, string what)
    {
        for (int column = 0; column < columns; column++)
        {
            double mean = Column(rows, columns, column).Average();
            Assert.That(sums.Mean[column], Is.EqualTo(mean).Within(1e-13 * Math.Abs(mean) + 1e-13), what);
        }

        AssertProducts(rows, columns, sums, what);
    }

    private static void AssertProducts(double[] rows, int columns, ProductSums sums, string what)
    {
        int count = rows.Length / columns;
        double[] means = [.. Enumerable.Range(0, columns).Select(column => Column(rows, columns, column).Average())];
        double[] centered = [.. rows.Select((value, i) => value - means[i % columns])];
        double[] squares = [.. Enumerable.Range(0, count).Select(row => centered[(row * columns)..((row + 1) * columns)].Sum(value => value * value))];
        double fourth = squares.Sum(square => square * square);
        double scale = squares.Sum();

        // What the rounding of a mean alone leaves of a constant is no variance.
        double rounding = 1e-28 * count * means.Max(mean => mean * mean);
        Assert.That(sums.FourthPowers, Is.EqualTo(fourth).Within(1e-9 * fourth + rounding), what);
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double expected = Enumerable.Range(0, count).Sum(row => centered[row * columns + i] * centered[row * columns + j]);
                Assert.That(sums.Products[i * columns + j], Is.EqualTo(expected).Within(1e-10 * scale + rounding), $"{what}, {i} and {j}");
            }
        }
    }

    private static IEnumerable<double> Column(double[] rows, int columns, int column) => rows.Where((_, i) => i % columns == column);
}
