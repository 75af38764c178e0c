namespace AISafety.Statistics.Tests;

public sealed class BinEdgesTests
{
    // Below, at and above the sizes where the way of counting changes; uneven spacing, which a grid must refuse or refine.
    private static readonly double[][] _edgeSets =
    [
        [],
        [0.0],
        [-1, 0, 1],
        [double.NegativeInfinity, -0.5, 0.5, double.PositiveInfinity],
        [.. Enumerable.Range(-4, 9).Select(i => i * 0.5)],
        [.. Enumerable.Range(-10, 19).Select(i => i * 0.25)],
        [.. Enumerable.Range(-24, 49).Select(i => i * 0.125)],
        [.. Enumerable.Range(0, 60).Select(i => Math.Pow(1.5, i - 30))],
        [.. Enumerable.Range(-100, 200).Select(i => (double)(float)Math.Exp(i * 0.5))],
        [.. Enumerable.Range(-300, 600).Select(i => i / 64.0)],
    ];

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Count_every_length_and_offset_equals_one_at_a_time(string kind)
    {
        foreach (double[] edges in _edgeSets)
        {
            AssertSlices(BinEdges<double>.At(edges), kind);
            AssertSlices(BinEdges<float>.At([.. edges.Select(edge => (float)edge)]), kind);
        }

        // One value at a time on every machine.
        AssertSlices(BinEdges<Half>.At([(Half)(-1), (Half)0, (Half)1]), kind);
    }

    [Test]
    public void Count_any_number_of_edges_equals_one_at_a_time([Range(1, 200)] int edgeCount)
    {
        Random random = new(edgeCount);
        double[][] spacings =
        [
            [.. Enumerable.Range(0, edgeCount).Select(i => (double)(float)(6 * (i + 0.5) / edgeCount - 3))],
            [.. Enumerable.Range(0, edgeCount).Select(_ => (double)(float)Samples.Normal(random)).Distinct().Order()],
            [.. Enumerable.Range(0, edgeCount).Select(i => (double)(float)Math.Exp(0.4 * i - 40))],
        ];
        foreach (double[] edges in spacings)
        {
            // NaN, infinities, both zeros, denormals and ties; then the edges themselves and their neighbours.
            double[] values = [.. KernelInputs.Draw("mixed", KernelInputs.Longest, edgeCount), .. edges, .. edges.Select(Math.BitDecrement), .. edges.Select(Math.BitIncrement)];
            float[] floats = [.. values.Select(value => (float)value), .. edges.Select(edge => MathF.BitDecrement((float)edge)), .. edges.Select(edge => MathF.BitIncrement((float)edge))];
            AssertCounts(BinEdges<double>.At(edges), values);
            AssertCounts(BinEdges<float>.At([.. edges.Select(edge => (float)edge)]), floats);
        }
    }

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Count_many_blocks_and_the_edges_themselves_equals_one_at_a_time(string kind)
    {
        foreach (double[] edges in _edgeSets)
        {
            double[] values = [.. KernelInputs.Draw(kind, 9_001, 2), .. edges, .. edges.Select(Math.BitDecrement), .. edges.Select(Math.BitIncrement)];
            AssertCounts(BinEdges<double>.At(edges), values);
        }
    }

    [Test]
    public void Count_an_edge_belongs_to_the_bin_above()
    {
        long[] counts = new long[3];

        long missing = BinEdges<float>.At([0f, 1f]).Count([-0f, 0f, 1f, 0.5f, -1f, float.NaN, float.NegativeInfinity, float.PositiveInfinity], counts);

        Assert.That(counts, Is.EqualTo(new long[] { 2, 3, 2 }));
        Assert.That(missing, Is.EqualTo(1));
    }

    [Test]
    public void Uniform_cuts_a_range_evenly()
    {
        Assert.That(BinEdges<double>.Uniform(0, 1, 4).Edges.ToArray(), Is.EqualTo(new[] { 0.25, 0.5, 0.75 }));
        Assert.That(BinEdges<float>.Uniform(-1, 1, 1).BinCount, Is.EqualTo(1));
        Assert.That(BinEdges<double>.Uniform(double.MinValue, double.MaxValue, 2).Edges[0], Is.Zero);
    }

    [Test]
    public void Quantiles_hold_equal_shares_and_equal_quantiles_make_one_edge()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => (double)i), double.NaN];
        long[] counts = new long[10];
        BinEdges<double> deciles = BinEdges<double>.Quantiles(values, 10);
        deciles.Count(values, counts);

        Assert.That(deciles.Edges[0], Is.EqualTo(99.9).Within(1e-12));
        Assert.That(counts, Is.All.EqualTo(100));
        Assert.That(BinEdges<double>.Quantiles([0, 0, 0, 0, 1], 4).Edges.ToArray(), Is.EqualTo(new[] { 1.0 }));
        Assert.That(BinEdges<double>.Quantiles([double.PositiveInfinity, double.PositiveInfinity], 4).BinCount, Is.EqualTo(1));
    }

    [Test]
    public void Bad_input_throws()
    {
        Assert.That(() => BinEdges<double>.At([1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("edges"));
        Assert.That(() => BinEdges<double>.At([-0.0, 0.0]), Throws.ArgumentException);
        Assert.That(() => BinEdges<double>.At([double.NaN]), Throws.ArgumentException);
        Assert.That(() => BinEdges<double>.Uniform(1, 1, 3), Throws.ArgumentException.With.Property("ParamName").EqualTo("low"));
        Assert.That(() => BinEdges<double>.Uniform(0, double.PositiveInfinity, 3), Throws.ArgumentException);
        Assert.That(() => BinEdges<float>.Uniform(1, 1.0000002f, 9), Throws.ArgumentException.With.Property("ParamName").EqualTo("bins"));
        Assert.That(() => BinEdges<double>.Uniform(0, 1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => BinEdges<double>.Quantiles([double.NaN], 3), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => BinEdges<double>.At([1]).Count([1], new long[3]), Throws.ArgumentException.With.Property("ParamName").EqualTo("counts"));
    }

    [Test]
    public void Histogram_counts_as_numpy_does()
    {
        long[] counts = new long[3];
        double[] values = [-1, 0, 0.5, 1, 1.5, 2, 3, 3.0000001, double.NaN, double.PositiveInfinity];

        // numpy.histogram([-1, 0, .5, 1, 1.5, 2, 3, 3.0000001], [0, 1, 2, 3]) gives 2, 2, 2.
        Assert.That(Histogram.Compute<double>(values, [0, 1, 2, 3], counts), Is.EqualTo(new HistogramResult(1, 2, 1)));
        Assert.That(counts, Is.EqualTo(new long[] { 2, 2, 2 }));
        Assert.That(Histogram.Compute<double>(values, [0, 1, 2, double.PositiveInfinity], counts), Is.EqualTo(new HistogramResult(1, 0, 1)));
        Assert.That(counts, Is.EqualTo(new long[] { 2, 2, 4 }));
        Assert.That(() => Histogram.Compute<double>(values, [0], []), Throws.ArgumentException.With.Property("ParamName").EqualTo("edges"));
        Assert.That(() => Histogram.Compute<double>(values, [0, 1], counts), Throws.ArgumentException.With.Property("ParamName").EqualTo("counts"));
    }

    private static void AssertSlices<T>(BinEdges<T> bins, string kind)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        T[] values = KernelInputs.Draw<T>(kind, KernelInputs.Longest + KernelInputs.Offsets, 1);
        int[] binOf = [.. values.Select(value => BinByScan(bins, value))];
        Assert.That(values.Select(bins.BinOf), Is.EqualTo(binOf));
        long[] expected = new long[bins.BinCount];
        long[] actual = new long[bins.BinCount];
        foreach ((int offset, int length) in KernelInputs.Slices)
        {
            expected.AsSpan().Clear();
            long missing = 0;
            foreach (int bin in binOf.AsSpan(offset, length))
            {
                if (bin < 0)
                {
                    missing++;
                }
                else
                {
                    expected[bin]++;
                }
            }

            bool equal = bins.Count(values.AsSpan(offset, length), actual) == missing && actual.AsSpan().SequenceEqual(expected);
            Assert.That(equal, Is.True, (typeof(T).Name, bins.BinCount, offset, length).ToString);
        }
    }

    private static int BinByScan<T>(BinEdges<T> bins, T value)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        int bin = 0;
        while (bin < bins.Edges.Length && value >= bins.Edges[bin])
        {
            bin++;
        }

        return T.IsNaN(value) ? -1 : bin;
    }

    private static void AssertCounts<T>(BinEdges<T> bins, ReadOnlySpan<T> values)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        long[] expected = new long[bins.BinCount];
        long missing = 0;
        foreach (T value in values)
        {
            int bin = BinByScan(bins, value);
            if (bin < 0)
            {
                missing++;
            }
            else
            {
                expected[bin]++;
            }
        }

        long[] actual = new long[bins.BinCount];
        actual.AsSpan().Fill(-7);
        Assert.That(bins.Count(values, actual), Is.EqualTo(missing));
        Assert.That(actual, Is.EqualTo(expected));
    }
}
