namespace AISafety.Statistics.Tests;

public sealed class PreparedDistanceTests
{
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 258).Where(length => length % 5 != 0), 255, 256, 257, 300, 400];

    private static IEnumerable<string> KindsWithNumbers => KernelInputs.Kinds.Where(kind => kind != "missing");

    [TestCaseSource(nameof(KindsWithNumbers))]
    public void Compute_any_sample_equals_the_sorted_definition_exactly(string kind)
    {
        foreach (string reference in new[] { "normal", "ties", "heavy", "zeros", "infinite", "constant", "gaps" })
        {
            double[] values = KernelInputs.Draw(reference, 3001, 1);
            SortedSample<double> doubles = SortedSample<double>.Of(values);
            SortedSample<float> floats = SortedSample<float>.Of([.. values.Select(value => (float)value)]);
            foreach (int length in (int[])[1, 2, 17, 255, 256, 257, 1000, 5003])
            {
                double[] sample = KernelInputs.Draw(kind, length + 3, length + 9);
                AssertTest(Asymptotic(doubles, sample.AsSpan(3)), values, sample[3..]);
                AssertTest(
                    Asymptotic(floats, [.. sample.AsSpan(3).ToArray().Select(value => (float)value)]),
                    [.. values.Select(value => (double)(float)value)],
                    [.. sample[3..].Select(value => (double)(float)value)]);
            }
        }
    }

    [Test]
    public void Compute_shifted_and_shared_values_equals_the_sorted_definition_exactly()
    {
        double[] reference = KernelInputs.Draw("normal", 20_000, 4);
        SortedSample<double> prepared = SortedSample<double>.Of(reference);
        foreach (double shift in new[] { 0, 0.01, 0.5, -3, 100 })
        {
            double[] moved = [.. KernelInputs.Draw("normal", 10_000, 8).Select(value => value + shift)];
            double[] shared = [.. reference.Take(7000).Select(value => value + shift)];
            AssertTest(Asymptotic<double>(prepared, moved), reference, moved);
            AssertTest(Asymptotic<double>(prepared, shared), reference, shared);
        }

        Assert.That(Asymptotic<double>(prepared, reference).Statistic, Is.Zero);
    }

    [Test]
    public void Compute_an_edge_case_is_as_documented()
    {
        SortedSample<double> prepared = SortedSample<double>.Of([1, 2, double.NaN, 3]);
        double[] allMissing = [.. Enumerable.Repeat(double.NaN, 1000)];

        Assert.That((prepared.Count, prepared.Missing), Is.EqualTo((3, 1)));
        Assert.That(() => Asymptotic<double>(prepared, []), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => Asymptotic<double>(prepared, allMissing), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(Asymptotic<double>(prepared, [0, double.NaN]), Is.EqualTo(new TwoSampleResult(1, 0, 3, 1, 2)));
        Assert.That(Asymptotic<double>(prepared, [double.PositiveInfinity]).Statistic, Is.EqualTo(1));
        Assert.That(() => SortedSample<double>.Of([double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("values"));
    }

    [TestCaseSource(nameof(KindsWithNumbers))]
    public void Compute_prepared_and_unprepared_agree(string kind)
    {
        double[] reference = KernelInputs.Draw("normal", 1500, 5);
        double[] sample = KernelInputs.Draw(kind, 1200, 6);
        SortedSample<double> prepared = SortedSample<double>.Of(reference);

        Assert.That(KolmogorovSmirnov.Compute<double>(prepared, sample), Is.EqualTo(KolmogorovSmirnov.Compute<double>(reference, sample)));
        Assert.That(MannWhitney.Compute<double>(prepared, sample), Is.EqualTo(MannWhitney.Compute<double>(reference, sample)));
        Assert.That(AndersonDarling.Compute<double>(prepared, sample), Is.EqualTo(AndersonDarling.Compute<double>(reference, sample)));
    }

    [TestCase("normal")]
    [TestCase("ties")]
    [TestCase("gaps")]
    [TestCase("offset")]
    public void Compute_by_prepared_moments_and_from_values_agree(string kind)
    {
        double[] reference = KernelInputs.Draw(kind, 700, 5);
        double[] sample = KernelInputs.Draw("gaps", 411, 6);
        float[] floats = KernelInputs.DrawFloats("gaps", 411, 6);

        Assert.That(WelchT.Compute<double>(Moments.Of(reference), sample), Is.EqualTo(WelchT.Compute<double>(reference, sample)));
        foreach (LeveneCenter center in Enum.GetValues<LeveneCenter>())
        {
            LeveneDeviations prepared = LeveneDeviations.Of<double>(reference, center);
            Assert.That(Levene.Compute<double>(prepared, sample), Is.EqualTo(Levene.Compute<double>(reference, sample, center)));
            Assert.That(Levene.Compute<float>(prepared, floats).Statistic, Is.EqualTo(Levene.Compute<double>(prepared, [.. floats.Select(value => (double)value)]).Statistic).Within(1e-9).Percent);
        }
    }

    [Test]
    public void Of_any_sample_equals_the_definition()
    {
        foreach (string kind in new[] { "normal", "ties", "constant", "sorted", "offset", "denormal", "zeros", "gaps" })
        {
            foreach (int length in _lengths.Where(length => length > 2))
            {
                double[] reference = KernelInputs.Draw("normal", 257, 1);
                double[] sample = KernelInputs.Draw(kind, length, length);
                double expected = Area(reference, [.. sample.Where(value => !double.IsNaN(value))]);

                Assert.That(Wasserstein.Of<double>(SortedSample<double>.Of(reference), sample), Is.EqualTo(expected).Within(1e-12 * (1 + expected)));
                Assert.That(Wasserstein.Of<double>(SortedSample<double>.Of([.. sample, 0.0]), reference), Is.GreaterThan(0));
            }
        }
    }

    [Test]
    public void Of_known_samples_is_theirs()
    {
        // scipy.stats.wasserstein_distance([0, 1, 3], [5, 6, 8]) is 5; ([3.4, 3.9, 7.5, 7.8], [4.5, 1.4]) without weights is 2.7.
        Assert.That(Wasserstein.Of<double>([0, 1, 3], [5, 6, 8]), Is.EqualTo(5));
        Assert.That(Wasserstein.Of(SortedSample<float>.Of([0, 1, 3]), [8, 6, 5]), Is.EqualTo(5));
        Assert.That(Wasserstein.Of(SortedSample<double>.Of([3.4, 3.9, 7.5, 7.8]), [4.5, 1.4]), Is.EqualTo(2.7).Within(1e-15));
        Assert.That(() => Wasserstein.Of(SortedSample<double>.Of([0, 1]), []), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => Wasserstein.Of(SortedSample<double>.Of([0, 1]), [double.NegativeInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => Wasserstein.Of(SortedSample<double>.Of([0, double.PositiveInfinity]), [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
    }

    private static TwoSampleResult Asymptotic<T>(SortedSample<T> reference, ReadOnlySpan<T> sample)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        KolmogorovSmirnov.Compute(reference, sample, PValueMethod.Asymptotic);

    private static void AssertTest(TwoSampleResult actual, double[] reference, double[] sample)
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

        // One rounding at most: the statistic is a quotient of whole numbers.
        Assert.That(actual.Statistic, Is.EqualTo(greatest / ((double)a.Length * b.Length)).Within(2).Ulps);
        Assert.That((actual.ReferenceCount, actual.CurrentCount), Is.EqualTo((a.Length, b.Length)));
        Assert.That(actual.Missing, Is.EqualTo(reference.Length - a.Length + sample.Length - b.Length));
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
