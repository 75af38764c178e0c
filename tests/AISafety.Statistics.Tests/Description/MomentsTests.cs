namespace AISafety.Statistics.Tests;

public sealed class MomentsTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Of_every_length_and_offset_equals_two_passes(string kind)
    {
        for (int length = 0; length <= 257; length++)
        {
            double[] values = KernelInputs.Draw(kind, length + KernelInputs.Offsets, length);
            float[] floats = [.. values.Select(value => (float)value)];
            double[] widened = [.. floats.Select(value => (double)value)];
            foreach (int offset in KernelInputs.OffsetsAt(length))
            {
                AssertClose(Moments.Of(values.AsSpan(offset, length)), values.AsSpan(offset, length));
                AssertClose(Moments.Of(floats.AsSpan(offset, length)), widened.AsSpan(offset, length));
            }
        }
    }

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Of_many_blocks_equals_two_passes(string kind)
    {
        double[] values = KernelInputs.Draw(kind, 10_007, 3);

        AssertClose(Moments.Of(values), values);
    }

    [Test]
    public void Of_floats_near_ten_thousand_is_right_to_the_last_digits()
    {
        Random random = new(1);
        float[] values = new float[10_000_000];
        foreach (ref float value in values.AsSpan())
        {
            value = 10_000 + (float)Samples.Normal(random);
        }

        // Exact: the values are multiples of 2^-11 below 2^14, so that all sums fit into integers.
        Int128 sum = 0;
        Int128 squares = 0;
        foreach (float value in values)
        {
            long scaled = (long)((value - 10_000.0) * 2048);
            sum += scaled;
            squares += (Int128)scaled * scaled;
        }

        double n = values.Length;
        double mean = 10_000 + (double)sum / n / 2048;
        double deviation = Math.Sqrt((double)(squares * values.Length - sum * sum) / (n * (n - 1))) / 2048;
        Moments moments = Moments.Of(values);

        Assert.That(moments.Mean, Is.EqualTo(mean).Within(1e-12 * mean));
        Assert.That(moments.StandardDeviation, Is.EqualTo(deviation).Within(1e-12 * deviation));
    }

    [Test]
    public void Of_an_outlier_first_loses_no_digits()
    {
        double[] values = [1e12, .. KernelInputs.Draw("normal", 5000, 9)];

        AssertClose(Moments.Of(values), values);
        AssertClose(Moments.Of(values.AsSpan(1)), values.AsSpan(1));
    }

    [Test]
    public void Merge_in_any_order_equals_the_whole()
    {
        foreach (string kind in new[] { "normal", "ties", "constant", "sorted", "offset", "gaps", "missing" })
        {
            double[] values = KernelInputs.Draw(kind, 3000, 5);
            Random random = new(6);
            for (int repeat = 0; repeat < 20; repeat++)
            {
                int first = random.Next(values.Length + 1);
                int second = random.Next(first, values.Length + 1);
                Moments a = Moments.Of(values.AsSpan(0, first));
                Moments b = Moments.Of(values.AsSpan(first, second - first));
                Moments c = Moments.Of(values.AsSpan(second));

                AssertClose(a.Merge(b).Merge(c), values);
                AssertClose(c.Merge(a.Merge(b)), values);
                AssertClose(b.Merge(c).Merge(default).Merge(a), values);
            }
        }
    }

    [Test]
    public void Of_known_values_equals_the_hand()
    {
        // The central moments are m2 = 10, m3 = 36, m4 = 278.8 by hand; scipy.stats.skew and kurtosis agree (both biased).
        Moments moments = Moments.Of([1.0, 2.0, 3.0, 4.0, 10.0, double.NaN]);

        Assert.That(moments.Count, Is.EqualTo(5));
        Assert.That(moments.Missing, Is.EqualTo(1));
        Assert.That((moments.Min, moments.Max, moments.Mean, moments.Variance), Is.EqualTo((1.0, 10.0, 4.0, 12.5)));
        Assert.That(moments.Skewness, Is.EqualTo(1.1384199576606164).Within(1e-14));
        Assert.That(moments.ExcessKurtosis, Is.EqualTo(-0.212).Within(1e-14));
    }

    [Test]
    public void Of_an_edge_case_is_as_documented()
    {
        Moments none = Moments.Of(ReadOnlySpan<double>.Empty);
        Moments missing = Moments.Of([double.NaN]);
        Moments one = Moments.Of([3.0]);
        Moments infinite = Moments.Of([1.0, double.PositiveInfinity]);
        Moments both = Moments.Of([double.NegativeInfinity, double.PositiveInfinity, 1]);

        Assert.That(none, Is.EqualTo(default(Moments)));
        Assert.That((none.Mean, none.Min, none.Variance, none.Skewness), Is.EqualTo((double.NaN, double.NaN, double.NaN, double.NaN)));
        Assert.That((missing.Count, missing.Missing, missing.Max), Is.EqualTo((0L, 1L, double.NaN)));
        Assert.That((one.Mean, one.Variance, one.PopulationVariance, one.ExcessKurtosis), Is.EqualTo((3.0, double.NaN, 0.0, double.NaN)));
        Assert.That((infinite.Min, infinite.Max, infinite.Mean, infinite.Variance),
            Is.EqualTo((1.0, double.PositiveInfinity, double.PositiveInfinity, double.NaN)));
        Assert.That((both.Min, both.Max, both.Mean), Is.EqualTo((double.NegativeInfinity, double.PositiveInfinity, double.NaN)));
    }

    [Test]
    public void Merge_of_infinite_and_huge_parts_keeps_the_mean()
    {
        Moments infinite = Moments.Of([double.PositiveInfinity]);

        Assert.That(infinite.Merge(infinite).Mean, Is.EqualTo(double.PositiveInfinity));
        Assert.That(infinite.Merge(Moments.Of([1.0])).Mean, Is.EqualTo(double.PositiveInfinity));
        Assert.That(Moments.Of([1.0]).Merge(infinite).Mean, Is.EqualTo(double.PositiveInfinity));
        Assert.That(Moments.Of([double.MaxValue]).Merge(Moments.Of([double.MinValue])).Mean, Is.Zero);
    }

    private static void AssertClose(Moments actual, ReadOnlySpan<double> values)
    {
        double[] numbers = [.. values.ToArray().Where(value => !double.IsNaN(value))];
        Assert.That(actual.Count, Is.EqualTo(numbers.Length));
        Assert.That(actual.Missing, Is.EqualTo(values.Length - numbers.Length));
        if (numbers.Length == 0)
        {
            Assert.That(actual.Mean, Is.NaN);
            return;
        }

        Assert.That((actual.Min, actual.Max), Is.EqualTo((numbers.Min(), numbers.Max())));
        if (!numbers.All(double.IsFinite))
        {
            Assert.That(actual.Mean, Is.EqualTo(numbers.Sum()));
            Assert.That(actual.PopulationVariance, Is.NaN);
            return;
        }

        // Two passes in decimal-like care: distances from a first mean, the mean corrected by their sum.
        double first = numbers.Average();
        double shift = numbers.Average(value => value - first);
        double[] distances = [.. numbers.Select(value => value - first - shift)];
        double scale = Math.Sqrt(distances.Average(d => d * d));
        Assert.That(actual.Mean, Is.EqualTo(first + shift).Within(1e-13 * scale + 1e-15 * Math.Abs(first) + double.Epsilon));
        Assert.That(actual.PopulationStandardDeviation, Is.EqualTo(scale).Within(1e-12 * scale + 1e-16 * Math.Abs(first)));
        if (scale > 1e-30)
        {
            Assert.That(actual.Skewness, Is.EqualTo(distances.Average(d => Math.Pow(d / scale, 3))).Within(1e-9));
            double kurtosis = distances.Average(d => Math.Pow(d / scale, 4)) - 3;
            Assert.That(actual.ExcessKurtosis, Is.EqualTo(kurtosis).Within(1e-9 * (1 + Math.Abs(kurtosis))));
        }
        else if (scale == 0)
        {
            Assert.That(actual.Skewness, Is.NaN);
        }
    }
}
