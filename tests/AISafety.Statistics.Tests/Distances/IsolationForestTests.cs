namespace AISafety.Statistics.Tests;

public sealed class IsolationForestTests
{
    [Test]
    public void Score_of_normal_data_is_near_scikit_learns()
    {
        // sklearn 1.2.1 IsolationForest(n_estimators=1000, max_samples=256) on 2,000 standard normal rows of two columns scores
        // (0, 0) 0.407, (2, 2) 0.652, (5, 5) 0.754 and (0, 6) 0.654; other draws differ by about 0.01.
        IsolationForest forest = IsolationForest.Fit<double>(KernelInputs.Draw("normal", 4000, 1), 2, seed: 1, trees: 500);

        Assert.That(forest.SampleSize, Is.EqualTo(256));
        Assert.That(forest.Score<double>([0, 0]), Is.EqualTo(0.407).Within(0.03));
        Assert.That(forest.Score<double>([2, 2]), Is.EqualTo(0.652).Within(0.03));
        Assert.That(forest.Score<double>([5, 5]), Is.EqualTo(0.754).Within(0.03));
        Assert.That(forest.Score<float>([0, 6]), Is.EqualTo(0.654).Within(0.03));
    }

    [Test]
    public void Fit_with_the_same_seed_gives_the_same_forest()
    {
        float[] rows = KernelInputs.DrawFloats("normal", 900, 2);
        IsolationForest first = IsolationForest.Fit<float>(rows, 3, seed: 5, trees: 20);
        IsolationForest again = IsolationForest.Fit<float>(rows, 3, seed: 5, trees: 20);
        IsolationForest other = IsolationForest.Fit<float>(rows, 3, seed: 6, trees: 20);

        Assert.That(again.Score<float>([1, 2, 0]), Is.EqualTo(first.Score<float>([1, 2, 0])));
        Assert.That(other.Score<float>([1, 2, 0]), Is.Not.EqualTo(first.Score<float>([1, 2, 0])));
    }

    [TestCase(2, 1.0)]
    [TestCase(256, 10.248689925634562)]
    public void MeanDepth_is_the_papers(int count, double expected)
    {
        // c(2) = 2 H(1) - 1; c(256) = 2 H(255) - 510 / 256, by summation of exact fractions in Python.
        double[] depths = IsolationTree.MeanDepths(count);

        Assert.That(depths[count], Is.EqualTo(expected).Within(1e-13));
        Assert.That(depths[..2], Is.EqualTo(new[] { 0.0, 0 }));
    }

    [Test]
    public void An_edge_case_is_as_documented()
    {
        IsolationForest constant = IsolationForest.Fit<double>([1, 1, 1, 1, double.NaN], 1, seed: 1, trees: 3);
        IsolationForest extreme = IsolationForest.Fit<double>([double.MinValue, double.MaxValue, double.Epsilon, 0], 1, seed: 1);

        // Nothing tells the rows apart: all depths are the mean depth.
        Assert.That(constant.Score<double>([1]), Is.EqualTo(0.5).Within(1e-15));
        Assert.That((constant.SampleSize, constant.Missing), Is.EqualTo((4, 1)));
        Assert.That(constant.Score<double>([double.NaN]), Is.NaN);
        Assert.That(extreme.Score<double>([double.PositiveInfinity]), Is.GreaterThan(0.5));
        Assert.That(() => IsolationForest.Fit<double>([1], 1, seed: 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
        Assert.That(() => IsolationForest.Fit<double>([1, 2], 1, seed: 1, trees: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => IsolationForest.Fit<double>([1, 2], 1, seed: 1, sampleSize: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => constant.Score<double>([1, 2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
    }

    // A tree of random cuts, gone down node by node.
    [Test]
    public void AddDepths_any_number_of_trees_and_levels_equals_going_down_one_by_one()
    {
        foreach ((int rows, int columns, int trees) in new[] { (2, 1, 1), (3, 2, 7), (16, 3, 8), (17, 5, 9), (100, 10, 30), (257, 4, 17), (500, 20, 3) })
        {
            foreach (string kind in new[] { "normal", "ties", "heavy", "offset", "denormal", "zeros" })
            {
                AssertDepths<double>(kind, rows, columns, trees);
                AssertDepths<float>(kind, rows, columns, trees);
                AssertDepths<Half>(kind, rows, columns, trees);
            }
        }
    }

    [Test]
    public void Grow_isolates_rows_and_every_leaf_holds_what_it_says()
    {
        double[] table = KernelInputs.Draw("normal", 256 * 3, 4);
        IsolationTree tree = Grown(table, 3, 5);
        Dictionary<int, int> counts = [];
        for (int row = 0; row < 256; row++)
        {
            int leaf = LeafOf(tree, table.AsSpan(row * 3, 3), out _);
            counts[leaf] = counts.GetValueOrDefault(leaf) + 1;
        }

        double[] meanDepths = IsolationTree.MeanDepths(256);
        foreach ((int leaf, int count) in counts)
        {
            double depth = tree.Leaves[leaf] - meanDepths[count];
            Assert.That(depth, Is.EqualTo(Math.Round(depth)).Within(1e-12).And.InRange(1, 8));
            Assert.That(count, Is.EqualTo(1).Or.GreaterThan(1).And.Matches<int>(_ => count == 1 || Math.Abs(depth - 8) < 1e-9), "several only at the bottom");
        }
    }

    [TestCase(2)]
    [TestCase(5)]
    public void Grow_draws_every_varying_column_alike_and_no_other(int varying)
    {
        // The other columns are constant; the first cut of many trees.
        const int Trees = 4000;
        double[] table = KernelInputs.Draw("normal", 20 * 10, 6);
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = i % 10 < varying ? table[i] : 1;
        }

        int[] drawn = new int[10];
        int[] order = [.. Enumerable.Range(0, 10)];
        double[] meanDepths = IsolationTree.MeanDepths(20);
        Random random = new(7);
        for (int i = 0; i < Trees; i++)
        {
            drawn[IsolationTree.Grow(table, order, Enumerable.Range(0, 20).ToArray(), meanDepths, random).Columns[1]]++;
        }

        Assert.That(drawn[varying..], Is.All.Zero);
        Assert.That(drawn[..varying], Is.All.EqualTo(Trees / varying).Within(5 * Math.Sqrt(Trees / varying)));
    }

    [Test]
    public void Scores_of_many_rows_equal_those_one_by_one_and_allocate_nothing()
    {
        float[] rows = KernelInputs.DrawFloats("normal", 300 * 7, 3);
        rows[7 * 100] = float.NaN;
        IsolationForest forest = IsolationForest.Fit<float>(rows, 7, seed: 1, trees: 13, sampleSize: 100);
        double[] scores = new double[300];
        forest.Scores<float>(rows, scores);
        double[] single = [.. Enumerable.Range(0, 300).Select(row => forest.Score<float>(rows.AsSpan(row * 7, 7)))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        forest.Scores<float>(rows, scores);
        _ = forest.Score<float>(rows.AsSpan(0, 7));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(scores, Is.EqualTo(single));
        Assert.That(scores[100], Is.NaN);
        Assert.That((forest.Missing, forest.Trees, forest.SampleSize), Is.EqualTo((1, 13, 100)));
        Assert.That(() => forest.Scores<float>(rows, new double[299]), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
    }

    [Test]
    public void Score_of_a_float_is_that_of_the_same_number_as_a_double()
    {
        // Cuts lie between floats: rounding one down would send a float that is equal to the left neighbour to the right.
        double[] rows = [.. KernelInputs.DrawFloats("normal", 200, 8).Select(value => (double)value)];
        IsolationForest forest = IsolationForest.Fit<double>(rows, 1, seed: 2);
        foreach (double value in rows)
        {
            foreach (float near in new[] { (float)value, MathF.BitIncrement((float)value), MathF.BitDecrement((float)value) })
            {
                Assert.That(forest.Score<float>([near]), Is.EqualTo(forest.Score<double>([near])));
            }
        }
    }

    private static void AssertDepths<T>(string kind, int count, int columns, int trees)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        double[] table = [.. KernelInputs.Draw<T>(kind, count * columns, count).Select(double.CreateTruncating)];
        if (!Array.TrueForAll(table, double.IsFinite))
        {
            return;
        }

        IsolationTree[] grown = [.. Enumerable.Range(0, trees).Select(tree => Grown(table, columns, tree))];
        T[] asked = [.. KernelInputs.Draw<T>(kind, 67 * columns, 1), .. table.Select(T.CreateTruncating), .. Enumerable.Repeat(T.PositiveInfinity, columns), .. Enumerable.Repeat(T.NegativeInfinity, columns)];
        double[] depths = new double[asked.Length / columns];
        new ForestNodes(grown, IsolationTree.LevelsOf(count)).AddDepths<T>(asked, columns, depths);
        for (int row = 0; row < depths.Length; row++)
        {
            double[] values = [.. asked.AsSpan(row * columns, columns).ToArray().Select(double.CreateTruncating)];
            double expected = 0;
            foreach (IsolationTree tree in grown)
            {
                LeafOf(tree, values, out double depth);
                expected += depth;
            }

            Assert.That(depths[row], Is.EqualTo(expected).Within(1e-12 * expected), $"{kind}, {count} x {columns}, {trees} trees, row {row}");
        }
    }

    private static IsolationTree Grown(double[] table, int columns, int seed)
    {
        int count = table.Length / columns;
        int[] order = [.. Enumerable.Range(0, columns)];
        return IsolationTree.Grow(table, order, Enumerable.Range(0, count).ToArray(), IsolationTree.MeanDepths(count), new Random(seed));
    }

    private static int LeafOf(IsolationTree tree, ReadOnlySpan<double> row, out double depth)
    {
        int node = 1;
        while (node < tree.Cuts.Length)
        {
            node = 2 * node + (row[tree.Columns[node]] < tree.Cuts[node] ? 0 : 1);
        }

        depth = tree.Leaves[node - tree.Cuts.Length];
        return node - tree.Cuts.Length;
    }
}
