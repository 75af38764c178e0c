namespace AISafety.Statistics.Tests;

public sealed class NearestNeighborsTests
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(17)]
    public void Find_any_number_of_points_equals_sorting_all_distances(int columns)
    {
        Random random = new(columns);
        foreach (int count in (int[])[.. Enumerable.Range(1, 40), 257])
        {
            // Small whole numbers make many equal distances.
            float[] rows = [.. Enumerable.Range(0, count * columns).Select(_ => (float)random.Next(-2, 3))];
            float[] point = [.. Enumerable.Range(0, columns).Select(_ => (float)random.Next(-2, 3))];
            NearestNeighbors neighbors = NearestNeighbors.Fit<float>(rows, columns);
            (double Distance, int Row)[] all =
            [
                .. Enumerable.Range(0, count).Select(row => (Distance(rows, row, point), row)).OrderBy(pair => pair.Item1).ThenBy(pair => pair.row),
            ];
            foreach (int leaveOut in new[] { -1, count / 2 })
            {
                (double Distance, int Row)[] expected = [.. all.Where(pair => pair.Row != leaveOut).Take(7)];
                if (expected.Length == 0)
                {
                    continue;
                }

                double[] distances = new double[expected.Length];
                int[] found = new int[expected.Length];
                neighbors.Find<float>(point, distances, found, leaveOut);

                Assert.That(found, Is.EqualTo(expected.Select(pair => pair.Row)));
                Assert.That(distances, Is.EqualTo(expected.Select(pair => pair.Distance)));
            }
        }
    }

    [TestCase("normal")]
    [TestCase("ties")]
    [TestCase("constant")]
    [TestCase("sorted")]
    [TestCase("reversed")]
    [TestCase("heavy")]
    [TestCase("offset")]
    [TestCase("denormal")]
    [TestCase("zeros")]
    public void Find_every_count_and_every_dimension_equals_sorting_all_distances(string kind)
    {
        for (int length = 1; length <= KernelInputs.Longest; length++)
        {
            AssertFinds(KernelInputs.Draw(kind, 2 * length, length), KernelInputs.Draw(kind, 2, length + 1), length);
            AssertFinds(KernelInputs.Draw(kind, 9 * length, length), KernelInputs.Draw(kind, length, length + 1), 9);
        }
    }

    [Test]
    public void Find_distances_that_overflow_are_infinite_and_in_order_of_their_rows()
    {
        double[] distances = new double[3];
        int[] rows = new int[3];

        NearestNeighbors.Fit<double>([1e200, -1e200, double.MaxValue], 1).Find<double>([double.MinValue], distances, rows);

        Assert.That(distances, Is.All.EqualTo(double.PositiveInfinity));
        Assert.That(rows, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void Find_allocates_nothing()
    {
        NearestNeighbors neighbors = NearestNeighbors.Fit<double>(KernelInputs.Draw("normal", 3000, 1), 30);
        double[] point = KernelInputs.Draw("normal", 30, 2);
        double[] distances = new double[5];
        int[] rows = new int[5];
        neighbors.Find<double>(point, distances, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        neighbors.Find<double>(point, distances, rows);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Bad_input_throws_and_missing_rows_are_counted()
    {
        NearestNeighbors neighbors = NearestNeighbors.Fit<double>([0, 0, double.NaN, 1, 3, 4], 2);
        double[] distances = new double[2];

        neighbors.Find<double>([0, 0], distances, new int[2]);
        Assert.That((neighbors.Count, neighbors.Missing, neighbors.Columns), Is.EqualTo((2, 1, 2)));
        Assert.That(distances, Is.EqualTo(new[] { 0.0, 5.0 }));
        Assert.That(() => neighbors.Find<double>([0], distances, new int[2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("point"));
        Assert.That(() => neighbors.Find<double>([0, double.NegativeInfinity], distances, new int[2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("point"));
        Assert.That(() => neighbors.Find<double>([0, 0], distances, new int[2], leaveOut: 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("distances"));
        Assert.That(() => neighbors.Find<double>([0, 0], [], []), Throws.ArgumentException.With.Property("ParamName").EqualTo("distances"));
        Assert.That(() => neighbors.Find<double>([0, 0], distances, new int[1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
        Assert.That(() => NearestNeighbors.Fit<double>([double.NaN], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
    }

    [Test]
    public void Find_passes_over_missing_coordinates()
    {
        foreach (int columns in new[] { 2, 3, 9, 30 })
        {
            double[] rows = KernelInputs.Draw("normal", 57 * columns, columns);
            double[] point = KernelInputs.Draw("gaps", columns, columns + 3);
            point[0] = 0.5;
            point[1] = double.NaN;
            int[] there = [.. Enumerable.Range(0, columns).Where(column => !double.IsNaN(point[column]))];
            (double Distance, int Row)[] expected =
            [
                .. Enumerable.Range(0, 57).Select(row => (Math.Sqrt(there.Sum(column => Math.Pow(rows[row * columns + column] - point[column], 2)) * columns / there.Length), row)).Order().Take(5),
            ];
            double[] distances = new double[5];
            int[] found = new int[5];
            NearestNeighbors.Fit<double>(rows, columns).Find<double>(point, distances, found);

            Assert.That(found, Is.EqualTo(expected.Select(pair => pair.Row)));
            Assert.That(distances, Is.EqualTo(expected.Select(pair => pair.Distance)).Within(1e-13));
        }

        Assert.That(() => NearestNeighbors.Fit<double>([1, 2], 2).Find<double>([double.NaN, double.NaN], new double[1], new int[1]), Throws.ArgumentException);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    public void LocalIntrinsicDimension_of_a_uniform_ball_is_its_dimension(int dimension)
    {
        // Around a point of a uniform density the distances are those of a ball: radius u^(1/d).
        Random random = new(3);
        double[] distances = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Pow(1 - random.NextDouble(), 1.0 / dimension))];

        Assert.That(LocalIntrinsicDimension.Of(distances), Is.EqualTo(dimension).Within(0.03 * dimension));
    }

    [Test]
    public void LocalIntrinsicDimension_of_an_edge_case_is_as_documented()
    {
        // By hand: -1 / mean(ln 1/4, ln 1/2, ln 1) = 3 / ln 8.
        Assert.That(LocalIntrinsicDimension.Of([4, 1, 2, 0]), Is.EqualTo(3 / Math.Log(8)).Within(1e-15));
        Assert.That(LocalIntrinsicDimension.Of([]), Is.NaN);
        Assert.That(LocalIntrinsicDimension.Of([0, 0]), Is.NaN);
        Assert.That(LocalIntrinsicDimension.Of([2, 2]), Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => LocalIntrinsicDimension.Of([-1]), Throws.ArgumentException);
        Assert.That(() => LocalIntrinsicDimension.Of([double.NaN]), Throws.ArgumentException);
        Assert.That(() => LocalIntrinsicDimension.Of([double.PositiveInfinity]), Throws.ArgumentException);
    }

    private static void AssertFinds(double[] rows, double[] point, int count)
    {
        // The same sums in the same order, so that distances are the same bits.
        double[] all = new double[count];
        for (int i = 0; i < rows.Length; i++)
        {
            double difference = rows[i] - point[i % point.Length];
            all[i / point.Length] += difference * difference;
        }

        int[] order = [.. Enumerable.Range(0, count).OrderBy(row => all[row]).ThenBy(row => row).Take(7)];
        double[] distances = new double[order.Length];
        int[] found = new int[order.Length];
        NearestNeighbors.Fit<double>(rows, point.Length).Find<double>(point, distances, found);

        Assert.That(found, Is.EqualTo(order), (count, point.Length).ToString);
        Assert.That(distances, Is.EqualTo(order.Select(row => Math.Sqrt(all[row]))));
    }

    private static double Distance(float[] rows, int row, float[] point)
    {
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double difference = (double)rows[row * point.Length + i] - point[i];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }
}
