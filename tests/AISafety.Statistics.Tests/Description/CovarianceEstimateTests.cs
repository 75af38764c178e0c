namespace AISafety.Statistics.Tests;

public sealed class CovarianceEstimateTests
{
    private static double[] Table => [.. from i in Enumerable.Range(0, 7) from j in Enumerable.Range(0, 3) select (i * 7 + j * 5) % 11 + 0.25 * i * j];

    [Test]
    public void Sample_equals_numpy()
    {
        // numpy.cov of the same table.
        double[] expected =
        [
            13.904761904761905, -5.166666666666666, 5.8809523809523805,
            -5.166666666666666, 8.791666666666666, -4.291666666666666,
            5.8809523809523805, -4.291666666666666, 10.80952380952381,
        ];
        CovarianceEstimate estimate = CovarianceEstimate.Sample<double>([double.NaN, 1, 2, .. Table], 3);

        Assert.That(estimate.Matrix.ToArray(), Is.EqualTo(expected).Within(1e-13));
        Assert.That((estimate.Count, estimate.Missing, estimate.Columns, estimate.Shrinkage), Is.EqualTo((7, 1, 3, 0.0)));
        Assert.That(estimate.Mean[0], Is.EqualTo(Table.Where((_, i) => i % 3 == 0).Average()).Within(1e-14));
    }

    [Test]
    public void LedoitWolf_equals_scikit_learn()
    {
        // sklearn.covariance.LedoitWolf().fit of the same table, 1.2.1.
        double[] expected =
        [
            10.578732612132404, -1.898905837972594, 2.1614273823927683,
            -1.898905837972594, 8.699515889991321, -1.5773169460578804,
            2.1614273823927683, -1.5773169460578804, 9.441139252978315,
        ];
        CovarianceEstimate estimate = CovarianceEstimate.LedoitWolf<double>(Table, 3);

        Assert.That(estimate.Shrinkage, Is.EqualTo(0.5712148107803819).Within(1e-13));
        Assert.That(estimate.Matrix.ToArray(), Is.EqualTo(expected).Within(1e-13));
        Assert.That(CovarianceEstimate.LedoitWolf<float>([.. Table.Select(value => (float)value)], 3).Shrinkage, Is.EqualTo(0.5712148107803819).Within(1e-13));
    }

    [Test]
    public void LedoitWolf_of_more_columns_than_rows_is_invertible()
    {
        // sklearn as above of sin(1 + 10 i + j), 6 x 10: shrinkage 0.2332184263885492.
        double[] wide = [.. from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 10) select Math.Sin(1 + 10 * i + j)];
        CovarianceEstimate estimate = CovarianceEstimate.LedoitWolf<double>(wide, 10);

        Assert.That(estimate.Shrinkage, Is.EqualTo(0.2332184263885492).Within(1e-13));
        Assert.That(Mahalanobis.Fit(estimate).Distance(estimate.Mean), Is.Zero);
        Assert.That(() => Mahalanobis.Fit(CovarianceEstimate.Sample<double>(wide, 10)), Throws.ArgumentException);
    }

    [Test]
    public void Mahalanobis_equals_scikit_learn()
    {
        // LedoitWolf.mahalanobis and numpy's inverse of the sample covariance, of the row (1, 2, 3).
        Mahalanobis shrunk = Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(Table, 3));
        Mahalanobis sample = Mahalanobis.Fit(CovarianceEstimate.Sample<double>(Table, 3));

        Assert.That(shrunk.SquaredDistance<float>([1, 2, 3]), Is.EqualTo(5.013897967457005).Within(1e-13));
        Assert.That(sample.SquaredDistance<double>([1, 2, 3]), Is.EqualTo(6.0217132102820665).Within(1e-13));
        Assert.That(sample.Distance<double>([1, 2, 3]), Is.EqualTo(Math.Sqrt(6.0217132102820665)).Within(1e-13));
        Assert.That(sample.Distance<double>([1, double.NaN, 3]), Is.NaN);
    }

    [Test]
    public void Sample_any_shape_equals_the_definition()
    {
        foreach ((int count, int columns) in new[] { (2, 1), (3, 5), (40, 11), (255, 12), (256, 13), (257, 24), (600, 25), (70, 61) })
        {
            double[] rows = KernelInputs.Draw("offset", count * columns, columns);
            double[] mean = [.. Enumerable.Range(0, columns).Select(j => rows.Where((_, i) => i % columns == j).Average())];
            double[] expected =
            [
                .. from i in Enumerable.Range(0, columns)
                   from j in Enumerable.Range(0, columns)
                   select Enumerable.Range(0, count).Sum(row => (rows[row * columns + i] - mean[i]) * (rows[row * columns + j] - mean[j])) / (count - 1),
            ];

            Assert.That(CovarianceEstimate.Sample<double>(rows, columns).Matrix.ToArray(), Is.EqualTo(expected).Within(1e-9), $"{count} x {columns}");
        }
    }

    [Test]
    public void Bad_input_throws()
    {
        Assert.That(() => CovarianceEstimate.Sample<double>([1, 2, 3], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("rows"));
        Assert.That(() => CovarianceEstimate.Sample<double>([1, 2, 3, double.PositiveInfinity], 2), Throws.ArgumentException.With.Message.Contains("Row 1"));
        Assert.That(() => CovarianceEstimate.LedoitWolf<double>([1, 2, 3, double.NaN], 2), Throws.ArgumentException);
        Assert.That(() => CovarianceEstimate.LedoitWolf<double>([], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Mahalanobis.Fit(null!), Throws.ArgumentNullException);
        Assert.That(() => Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>([1, 1, 1, 1], 2)), Throws.ArgumentException.With.Message.Contains("Column 0"));
        Assert.That(() => Mahalanobis.Fit(CovarianceEstimate.LedoitWolf<double>(Table, 3)).Distance<double>([1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
    }
}
