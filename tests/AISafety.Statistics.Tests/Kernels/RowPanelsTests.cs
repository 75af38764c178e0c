namespace AISafety.Statistics.Tests.Kernels;

public sealed class RowPanelsTests
{
    // Around the width of a panel, and at its edges.
    private static readonly int[] _counts = [1, 2, 3, 4, 11, 12, 13, 23, 24, 25, 49];

    private static readonly string[] _finite = ["normal", "ties", "constant", "sorted", "reversed", "heavy", "offset", "denormal", "zeros"];

    [TestCaseSource(nameof(_finite))]
    public void SquaredDistances_any_dimension_equal_the_definition(string kind)
    {
        foreach (int dimension in (int[])[.. Enumerable.Range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257])
        {
            int count = _counts[dimension % _counts.Length];
            double[] x = KernelInputs.Draw(kind, count * dimension, dimension);
            double[] y = KernelInputs.Draw(kind, (count + 5) * dimension, dimension + 1);
            using RowPanels lanes = RowPanels.Of<double>(x, dimension, new double[dimension]);
            using RowPanels rows = RowPanels.Of<double>(y, dimension, new double[dimension]);
            foreach (double largeNorms in (double[])[0, double.PositiveInfinity])
            {
                ForEachPair(lanes, rows, largeNorms, (lane, row, squared) =>
                {
                    ReadOnlySpan<double> a = x.AsSpan(lane * dimension, dimension);
                    ReadOnlySpan<double> b = y.AsSpan(row * dimension, dimension);
                    double norms = largeNorms == 0 || dimension <= 8 ? 0 : Product(a, a) + Product(b, b);
                    double expected = Squared(a, b);
                    Assert.That(squared, Is.EqualTo(expected).Within(1e-14 * Math.Sqrt(dimension) * expected + 4e-16 * Math.Sqrt(dimension) * norms), $"{dimension}, {lane}, {row}");
                });
            }
        }
    }

    [TestCase("normal")]
    [TestCase("zeros")]
    [TestCase("infinite")]
    [TestCase("gaps")]
    [TestCase("missing")]
    public void Products_any_dimension_equal_the_definition_and_those_with_one_row(string kind)
    {
        for (int dimension = 1; dimension <= 257; dimension += dimension < 20 ? 1 : 16)
        {
            int count = _counts[dimension % _counts.Length];
            double[] x = KernelInputs.Draw(kind, count * dimension, dimension);
            double[] y = KernelInputs.Draw(kind, 7 * dimension, dimension + 1);
            using RowPanels lanes = RowPanels.Of<double>(x, dimension, new double[dimension]);
            using RowPanels rows = RowPanels.Of<double>(y, dimension, new double[dimension]);
            double[] tile = new double[RowPanels.Width * RowPanels.Width];
            double[] single = new double[lanes.Panels * RowPanels.Width];
            for (int row = 0; row < 7; row++)
            {
                lanes.Products(y.AsSpan(row * dimension, dimension), single);
                for (int lane = 0; lane < count; lane++)
                {
                    lanes.Products(lane / RowPanels.Width, rows, row / RowPanels.Width, tile);
                    double product = tile[row % RowPanels.Width * RowPanels.Width + lane % RowPanels.Width];
                    double expected = Product(x.AsSpan(lane * dimension, dimension), y.AsSpan(row * dimension, dimension));
                    Assert.That(single[lane], Is.EqualTo(product));
                    Assert.That(product, double.IsFinite(expected) ? Is.EqualTo(expected).Within(1e-13 * dimension) : Is.EqualTo(expected));
                }
            }
        }
    }

    [Test]
    public void SquaredDistances_of_equal_rows_are_exactly_zero()
    {
        for (int dimension = 1; dimension <= 257; dimension += 3)
        {
            double[] row = KernelInputs.Draw("normal", dimension, dimension);
            double[] rows = [.. Enumerable.Range(0, 30).SelectMany(_ => row)];
            using RowPanels panels = RowPanels.Of<double>(rows, dimension, KernelInputs.Draw("normal", dimension, 99));
            ForEachPair(panels, panels, double.PositiveInfinity, (_, _, squared) => Assert.That(squared, Is.Zero));
        }
    }

    [Test]
    public void SquaredDistances_far_from_the_centre_are_by_differences()
    {
        // 1e9 away and 1e-3 apart: products would hold no digit of the distance.
        double[] rows = [.. Enumerable.Range(0, 20).SelectMany(row => Enumerable.Range(0, 16).Select(k => k == 3 ? 1e9 + row / 1024.0 : k))];
        using RowPanels panels = RowPanels.Of<double>(rows, 16, new double[16]);

        ForEachPair(panels, panels, 100, (lane, row, squared) => Assert.That(squared, Is.EqualTo(Math.Pow((lane - row) / 1024.0, 2))));
    }

    [Test]
    public void SquaredDistances_of_huge_rows_overflow_to_infinity()
    {
        double[] rows = [.. Enumerable.Range(0, 20).SelectMany(row => Enumerable.Repeat(row * 1e306, 12))];
        using RowPanels panels = RowPanels.Of<double>(rows, 12, new double[12]);

        ForEachPair(panels, panels, 1e300, (lane, row, squared) => Assert.That(squared, Is.EqualTo(lane == row ? 0 : double.PositiveInfinity)));
    }

    [Test]
    public void PutCoordinate_puts_what_Put_puts()
    {
        float[] rows = KernelInputs.DrawFloats("normal", 29 * 10, 1);
        using RowPanels byRow = RowPanels.Of<float>(rows, 10, new double[10]);
        using RowPanels byCoordinate = RowPanels.Room(29, 10);
        for (int k = 0; k < 10; k++)
        {
            byCoordinate.PutCoordinate(k, [.. Enumerable.Range(0, 29).Select(row => (double)rows[row * 10 + k])]);
        }

        for (int panel = 0; panel < byRow.Panels; panel++)
        {
            Assert.That(byCoordinate.Panel(panel).ToArray(), Is.EqualTo(byRow.Panel(panel).ToArray()));
        }
    }

    private static void ForEachPair(in RowPanels lanes, in RowPanels rows, double largeNorms, Action<int, int, double> check)
    {
        int width = RowPanels.Width;
        double[] tile = new double[width * width];
        for (int panel = 0; panel < lanes.Panels; panel++)
        {
            for (int rowPanel = 0; rowPanel < rows.Panels; rowPanel++)
            {
                lanes.SquaredDistances(panel, rows, rowPanel, largeNorms, tile);
                for (int row = 0; row < Math.Min(width, rows.Count - rowPanel * width); row++)
                {
                    for (int lane = 0; lane < Math.Min(width, lanes.Count - panel * width); lane++)
                    {
                        check(panel * width + lane, rowPanel * width + row, tile[row * width + lane]);
                    }
                }
            }
        }
    }

    private static double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
