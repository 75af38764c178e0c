namespace AISafety.Statistics.Tests;

public sealed class PreparedDistanceTests
{
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 258).Where(length => length % 5 != 0), 255, 256, 257, 300, 400];

    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Compare_any_sample_equals_the_sorted_definition_exactly(string kind)
    {
        foreach (string reference in new[] { "normal", "ties", "heavy", "zeros", "infinite", "constant", "gaps" })
        {
            double[] values = KernelInputs.Draw(reference, 3001, 1);
            PreparedKolmogorovSmirnov<double> doubles = PreparedKolmogorovSmirnov<double>.Fit(values);
            PreparedKolmogorovSmirnov<float> floats = PreparedKolmogorovSmirnov<float>.Fit([.. values.Select(value => (float)value)]);
            foreach (int length in (int[])[1, 2, 17, 255, 256, 257, 1000, 5003])
            {
                double[] sample = KernelInputs.Draw(kind, length + 3, length + 9);
                AssertGap(doubles.Compare(sample.AsSpan(3)), values, sample[3..]);
                AssertGap(
                    floats.Compare([.. sample.AsSpan(3).ToArray().Select(value => (float)value)]),
                    [.. values.Select(value => (double)(float)value)],
                    [.. sample[3..].Select(value => (double)(float)value)]);
            }
        }
    }

    [Test]
    public void Compare_shifted_and_shared_values_equals_the_sorted_definition_exactly()
    {
        double[] reference = KernelInputs.Draw("normal", 20_000, 4);
        PreparedKolmogorovSmirnov<double> prepared = PreparedKolmogorovSmirnov<double>.Fit(reference);
        foreach (double shift in new[] { 0, 0.01, 0.5, -3, 100 })
        {
            double[] moved = [.. KernelInputs.Draw("normal", 10_000, 8).Select(value => value + shift)];
            double[] shared = [.. reference.Take(7000).Select(value => value + shift)];
            AssertGap(prepared.Compare(moved), reference, moved);
            AssertGap(prepared.Compare(shared), reference, shared);
        }

        Assert.That(prepared.Compare(reference).Statistic, Is.Zero);
    }

    [Test]
    public void Compare_an_edge_case_is_as_documented()
    {
        PreparedKolmogorovSmirnov<double> prepared = PreparedKolmogorovSmirnov<double>.Fit([1, 2, double.NaN, 3]);

        Assert.That((prepared.Count, prepared.Missing), Is.EqualTo((3, 1)));
        Assert.That(prepared.Compare([]).Statistic, Is.NaN);
        Assert.That(prepared.Compare([double.NaN]), Is.EqualTo(new KolmogorovSmirnovGap(0, 3, 0, 1)));
        Assert.That(prepared.Compare([0, double.NaN]), Is.EqualTo(new KolmogorovSmirnovGap(3, 3, 1, 1)));
        Assert.That(prepared.Compare([double.PositiveInfinity]).Statistic, Is.EqualTo(1));
        Assert.That(() => PreparedKolmogorovSmirnov<double>.Fit([double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
    }

    [Test]
    public void Distance_any_sample_equals_the_definition()
    {
        foreach (string kind in new[] { "normal", "ties", "constant", "sorted", "offset", "denormal", "zeros", "gaps" })
        {
            foreach (int length in _lengths.Where(length => length > 2))
            {
                double[] reference = KernelInputs.Draw("normal", 257, 1);
                double[] sample = KernelInputs.Draw(kind, length, length);
                double expected = Area(reference, [.. sample.Where(value => !double.IsNaN(value))]);

                Assert.That(PreparedWasserstein<double>.Fit(reference).Distance(sample), Is.EqualTo(expected).Within(1e-12 * (1 + expected)));
                Assert.That(PreparedWasserstein<double>.Fit([.. sample, 0.0]).Distance(reference), Is.GreaterThan(0));
            }
        }
    }

    [Test]
    public void Distance_of_known_samples_is_theirs()
    {
        // scipy.stats.wasserstein_distance([0, 1, 3], [5, 6, 8]) is 5; ([3.4, 3.9, 7.5, 7.8], [4.5, 1.4]) without weights is 2.7.
        Assert.That(PreparedWasserstein<double>.Fit([0, 1, 3]).Distance([5, 6, 8]), Is.EqualTo(5));
        Assert.That(PreparedWasserstein<float>.Fit([0, 1, 3]).Distance([8, 6, 5]), Is.EqualTo(5));
        Assert.That(PreparedWasserstein<double>.Fit([3.4, 3.9, 7.5, 7.8]).Distance([4.5, 1.4]), Is.EqualTo(2.7).Within(1e-15));
        Assert.That(PreparedWasserstein<double>.Fit([0, 1]).Distance([]), Is.NaN);
        Assert.That(PreparedWasserstein<double>.Fit([0, 1]).Distance([double.NegativeInfinity]), Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => PreparedWasserstein<double>.Fit([]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
    }

    private static void AssertGap(KolmogorovSmirnovGap actual, double[] reference, double[] sample)
    {
        double[] a = [.. reference.Where(value => !double.IsNaN(value)).Order()];
        double[] b = [.. sample.Where(value => !double.IsNaN(value)).Order()];
        long greatest = 0;
        int i = 0;
        int j = 0;
        foreach (double x in a.Concat(b).Order())
        {
            while (i < a.Length && a[i] <= x)
            {
                i++;
            }

            while (j < b.Length && b[j] <= x)
            {
                j++;
            }

            greatest = Math.Max(greatest, Math.Abs((long)i * b.Length - (long)j * a.Length));
        }

        Assert.That(actual, Is.EqualTo(new KolmogorovSmirnovGap(b.Length == 0 ? 0 : greatest, a.Length, b.Length, sample.Length - b.Length)));
    }

    private static double Area(double[] a, double[] b)
    {
        double[] all = [.. a.Concat(b).Order()];
        double area = 0;
        for (int i = 0; i + 1 < all.Length; i++)
        {
            double f = a.Count(value => value <= all[i]) / (double)a.Length;
            double g = b.Count(value => value <= all[i]) / (double)b.Length;
            area += Math.Abs(f - g) * (all[i + 1] - all[i]);
        }

        return area;
    }
}
