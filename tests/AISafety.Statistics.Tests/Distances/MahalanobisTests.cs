namespace AISafety.Statistics.Tests;

public sealed class MahalanobisTests
{
    private static double[] Table => [.. from i in Enumerable.Range(0, 7) from j in Enumerable.Range(0, 3) select (i * 7 + j * 5) % 11 + 0.25 * i * j];

    // Every dimension to 70 and some beyond, so that stripes of any width end everywhere; by substitution, which needs no inverse.
    [Test]
    public void SquaredDistance_any_dimension_equals_the_definition()
    {
        foreach (int d in (int[])[.. Enumerable.Range(1, 70), 127, 128, 129, 255, 256, 257])
        {
            double[] factor = Factor(d);
            CovarianceEstimate estimate = CovarianceEstimate.LedoitWolf<double>(Spread(factor, d), d);
            Mahalanobis distance = Mahalanobis.Fit(estimate);
            double[] rows = KernelInputs.Draw("normal", 30 * d, d + 1);
            double[] batch = new double[30];
            distance.SquaredDistances<double>(rows, batch);
            for (int row = 0; row < 30; row += d > 70 ? 29 : 1)
            {
                ReadOnlySpan<double> x = rows.AsSpan(row * d, d);
                double expected = BySubstitution(estimate, x);
                Assert.That(distance.SquaredDistance(x), Is.EqualTo(expected).Within(1e-9 * expected), $"{d}");
                Assert.That(batch[row], Is.EqualTo(expected).Within(1e-9 * expected), $"{d}");
            }
        }
    }

    [Test]
    public void SquaredDistances_any_number_of_rows_equal_those_one_by_one()
    {
        Mahalanobis distance = Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<float>(KernelInputs.DrawFloats("normal", 500, 1), 5));
        for (int count = 0; count <= 60; count++)
        {
            float[] rows = KernelInputs.DrawFloats(count % 2 == 0 ? "normal" : "heavy", count * 5, count);
            double[] squared = new double[count];
            distance.SquaredDistances<float>(rows, squared);
            for (int row = 0; row < count; row++)
            {
                double expected = distance.SquaredDistance<float>(rows.AsSpan(row * 5, 5));
                Assert.That(squared[row], Is.EqualTo(expected).Within(1e-12 * expected));
            }
        }

        Assert.That(() => distance.SquaredDistances<float>(new float[9], new double[2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
    }

    [Test]
    public void SquaredDistance_of_what_is_no_number_is_none()
    {
        Mahalanobis distance = Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(KernelInputs.Draw("normal", 500, 1), 5));
        foreach (double odd in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            for (int column = 0; column < 5; column++)
            {
                double[] row = [1, 2, 3, 4, 5];
                row[column] = odd;
                Assert.That(double.IsFinite(distance.SquaredDistance<double>(row)), Is.False);
            }
        }
    }

    [Test]
    public void SquaredDistance_allocates_nothing()
    {
        Mahalanobis distance = Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(KernelInputs.Draw("normal", 600, 1), 6));
        float[] row = [1, 2, 3, 4, 5, float.NaN];
        double[] squared = new double[1];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run()
        {
            _ = distance.Distance<float>(row);
            _ = distance.SquaredDistanceOfObserved<float>(row);
            distance.SquaredDistances<float>(row, squared);
        }
    }

    [Test]
    public void SquaredDistanceOfObserved_is_that_of_the_marginal_distribution()
    {
        // NumPy: d' inv(S[[0, 2]][:, [0, 2]]) d of scikit-learn's LedoitWolf is 3.083079136134308 for (1, missing, 3).
        const double Marginal = 3.083079136134308;
        Mahalanobis distance = Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(Table, 3));

        // What the cube roots' normal approximation makes of two degrees of freedom for three, by hand.
        double normal = (Math.Cbrt(Marginal / 2) - (1 - 1 / 9.0)) / Math.Sqrt(1 / 9.0);
        double expected = 3 * Math.Pow(1 - 2 / 27.0 + normal * Math.Sqrt(2 / 27.0), 3);
        Assert.That(distance.SquaredDistanceOfObserved<double>([1, double.NaN, 3]), Is.EqualTo(expected).Within(1e-12));
        Assert.That(distance.SquaredDistanceOfObserved<double>([1, 2, 3]), Is.EqualTo(distance.SquaredDistance<double>([1, 2, 3])));
        Assert.That(distance.SquaredDistanceOfObserved<double>([double.NaN, double.NaN, double.NaN]), Is.NaN);
    }

    [Test]
    public void SquaredDistanceOfObserved_exceeds_a_quantile_as_often_with_gaps_as_without()
    {
        Random random = new(3);
        double[] sample = [.. Enumerable.Range(0, 60_000).Select(_ => Samples.Normal(random))];
        for (int i = 0; i < sample.Length; i += 6)
        {
            sample[i + 1] += 2 * sample[i];
        }

        Mahalanobis distance = Mahalanobis.Fit(CovarianceEstimate.Sample<double>(sample, 6));
        double limit = ChiSquareTail.InverseOf(0.01, 6);
        for (int missing = 1; missing < 6; missing++)
        {
            int above = 0;
            for (int i = 0; i < sample.Length; i += 6)
            {
                double[] row = sample[i..(i + 6)];
                for (int j = 0; j < missing; j++)
                {
                    row[(i / 6 + j) % 6] = double.NaN;
                }

                above += distance.SquaredDistanceOfObserved<double>(row) > limit ? 1 : 0;
            }

            Assert.That(above / 10_000.0, Is.EqualTo(0.01).Within(0.004), $"{missing} of 6 are missing");
        }
    }

    [Test]
    public void Contributions_are_what_the_distance_falls_without_a_value()
    {
        CovarianceEstimate estimate = CovarianceEstimate.LedoitWolf<double>(Spread(Factor(6), 6), 6);
        Mahalanobis distance = Mahalanobis.Fit(estimate);
        foreach (double[] row in new double[][] { [1, -2, 3, 0.5, 7, 1], [1, double.NaN, 3, 0.5, double.NaN, 1] })
        {
            double[] falls = new double[6];
            distance.Contributions<double>(row, falls);
            for (int column = 0; column < 6; column++)
            {
                double[] without = [.. row];
                without[column] = double.NaN;
                double expected = double.IsNaN(row[column]) ? double.NaN : Raw(estimate, row) - Raw(estimate, without);
                Assert.That(falls[column], Is.EqualTo(expected).Within(1e-9));
            }
        }

        Assert.That(() => distance.Contributions<double>([1, 2, 3, 4, 5, 6], new double[5]), Throws.ArgumentException);
    }

    [Test]
    public void StandardizedLedoitWolf_equals_scikit_learn_between_scaling_and_scaling_back()
    {
        // StandardScaler, LedoitWolf, and the covariance times the scales: scikit-learn 1.2.1.
        double[] expected =
        [
            11.91836735, -1.71481543, 1.95188669,
            -1.71481543, 7.53571429, -1.42440314,
            1.95188669, -1.42440314, 9.26530612,
        ];
        CovarianceEstimate estimate = CovarianceEstimate.StandardizedLedoitWolf<double>(Table, 3);

        Assert.That(estimate.Shrinkage, Is.EqualTo(0.6127836119447593).Within(1e-13));
        Assert.That(estimate.Matrix.ToArray(), Is.EqualTo(expected).Within(1e-8));
    }

    [Test]
    public void StandardizedLedoitWolf_in_other_units_gives_the_same_distances()
    {
        double[] sample = KernelInputs.Draw("normal", 400, 2);
        double[] units = [1e6, 1, 1e-5, 300];
        double[] scaled = [.. sample.Select((value, i) => value * units[i % 4])];
        Mahalanobis one = Mahalanobis.Fit(CovarianceEstimate.StandardizedLedoitWolf<double>(sample, 4));
        Mahalanobis other = Mahalanobis.Fit(CovarianceEstimate.StandardizedLedoitWolf<double>(scaled, 4));

        Assert.That(other.Distance<double>([1 * 1e6, -2, 0.5 * 1e-5, 3 * 300]), Is.EqualTo(one.Distance<double>([1, -2, 0.5, 3])).Within(1e-12));
    }

    [Test]
    public void Estimates_of_many_rows_with_gaps_equal_those_of_the_complete_ones()
    {
        // More rows than are looked at together, some parts of which are all missing.
        double[] whole = KernelInputs.Draw("normal", 900 * 4, 5);
        List<double> withGaps = [];
        for (int row = 0; row < 900; row++)
        {
            withGaps.AddRange(whole.AsSpan(row * 4, 4));
            for (int i = 0; i < (row == 300 ? 700 : row % 3); i++)
            {
                withGaps.AddRange([1, double.NaN, 2, 3]);
            }
        }

        CovarianceEstimate expected = CovarianceEstimate.StandardizedLedoitWolf<double>(whole, 4);
        CovarianceEstimate actual = CovarianceEstimate.StandardizedLedoitWolf<double>(withGaps.ToArray(), 4);
        Assert.That((actual.Count, actual.Missing), Is.EqualTo((900, withGaps.Count / 4 - 900)));
        Assert.That(actual.Matrix.ToArray(), Is.EqualTo(expected.Matrix.ToArray()).Within(1e-12));
        Assert.That(actual.Shrinkage, Is.EqualTo(expected.Shrinkage).Within(1e-12));
    }

    private static double[] Factor(int d)
    {
        double[] factor = KernelInputs.Draw("normal", d * d, 1000 + d);
        for (int i = 0; i < d; i++)
        {
            factor[i * d + i] = 2 + Math.Abs(factor[i * d + i]);
        }

        return factor;
    }

    // Rows with correlated columns.
    private static double[] Spread(double[] factor, int d)
    {
        int count = 2 * d + 5;
        double[] normal = KernelInputs.Draw("normal", count * d, d);
        return [.. from row in Enumerable.Range(0, count) from i in Enumerable.Range(0, d) select Enumerable.Range(0, i + 1).Sum(j => factor[i * d + j] * normal[row * d + j])];
    }

    private static double Raw(CovarianceEstimate estimate, double[] row)
    {
        int[] there = [.. Enumerable.Range(0, row.Length).Where(i => !double.IsNaN(row[i]))];
        double[] matrix = [.. from i in there from j in there select estimate.Matrix[i * row.Length + j]];
        double[] difference = [.. there.Select(i => row[i] - estimate.Mean[i])];
        return Substitute(matrix, difference);
    }

    private static double BySubstitution(CovarianceEstimate estimate, ReadOnlySpan<double> row)
    {
        double[] difference = row.ToArray();
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] -= estimate.Mean[i];
        }

        return Substitute(estimate.Matrix.ToArray(), difference);
    }

    private static double Substitute(double[] matrix, double[] difference)
    {
        int d = difference.Length;
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[i * d + j];
                for (int k = 0; k < j; k++)
                {
                    rest -= matrix[i * d + k] * matrix[j * d + k];
                }

                matrix[i * d + j] = i == j ? Math.Sqrt(rest) : rest / matrix[j * d + j];
            }

            double z = difference[i];
            for (int k = 0; k < i; k++)
            {
                z -= matrix[i * d + k] * difference[k];
            }

            difference[i] = z / matrix[i * d + i];
            sum += difference[i] * difference[i];
        }

        return sum;
    }
}
