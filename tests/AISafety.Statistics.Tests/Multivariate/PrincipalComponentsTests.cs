namespace AISafety.Statistics.Tests.Multivariate;

[TestFixture]
public sealed class PrincipalComponentsTests
{
    private static readonly double[] _rows = Rows();

    [Test]
    public void Components_are_orthonormal_and_give_the_correlation_back()
    {
        CovarianceEstimate covariance = CovarianceEstimate.Sample<double>(_rows, 5);
        PrincipalComponents components = PrincipalComponents.Of(covariance);

        Assert.That(components.Eigenvalues.ToArray(), Is.Ordered.Descending);
        Assert.That(components.Eigenvalues.ToArray().Sum(), Is.EqualTo(5).Within(1e-12));
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                double product = 0;
                double correlation = 0;
                for (int k = 0; k < 5; k++)
                {
                    product += components.Loadings(i)[k] * components.Loadings(j)[k];
                    correlation += components.Loadings(k)[i] * components.Eigenvalues[k] * components.Loadings(k)[j];
                }

                double expected = covariance.Matrix[i * 5 + j] / components.Scale[i] / components.Scale[j];
                Assert.That(product, Is.EqualTo(i == j ? 1 : 0).Within(1e-12));
                Assert.That(correlation, Is.EqualTo(expected).Within(1e-12));
            }
        }
    }

    [Test]
    public void Two_columns_have_the_known_solution()
    {
        // Correlation r = 0.8: eigenvalues 1 + r and 1 - r, vectors (1, 1) and (1, -1) over the root of 2, whatever the units.
        double[] rows = [1, 20, 2, 40, 3, 30, 4, 50, 5, 40, 3, 36];
        CovarianceEstimate covariance = CovarianceEstimate.Sample<double>(rows, 2);
        double r = covariance.Matrix[1] / Math.Sqrt(covariance.Matrix[0] * covariance.Matrix[3]);
        PrincipalComponents components = PrincipalComponents.Of(covariance);

        Assert.That(components.Eigenvalues.ToArray(), Is.EqualTo(new[] { 1 + r, 1 - r }).Within(1e-12));
        Assert.That(components.Loadings(0).ToArray(), Is.EqualTo(new[] { Math.Sqrt(0.5), Math.Sqrt(0.5) }).Within(1e-12));
        Assert.That(Math.Abs(components.Loadings(1)[0]), Is.EqualTo(Math.Sqrt(0.5)).Within(1e-12));
        Assert.That(components.ExplainedShare(1), Is.EqualTo((1 + r) / 2).Within(1e-12));
        Assert.That((components.ExplainedShare(0), components.ExplainedShare(2)), Is.EqualTo((0.0, 1.0)));
    }

    [Test]
    public void Scores_have_the_variance_of_their_component_and_no_correlation()
    {
        CovarianceEstimate covariance = CovarianceEstimate.Sample<double>(_rows, 5);
        PrincipalComponents components = PrincipalComponents.Of(covariance);
        double[] scores = new double[_rows.Length];
        for (int row = 0; row < _rows.Length / 5; row++)
        {
            float[] cells = [.. _rows.AsSpan(row * 5, 5).ToArray().Select(value => (float)value)];
            components.Project(cells, scores.AsSpan(row * 5, 5));
        }

        CovarianceEstimate ofScores = CovarianceEstimate.Sample<double>(scores, 5);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                Assert.That(ofScores.Matrix[i * 5 + j], Is.EqualTo(i == j ? components.Eigenvalues[i] : 0).Within(1e-5));
            }
        }
    }

    [Test]
    public void Constant_column_has_no_part_whatever_the_covariance_gives_it()
    {
        double[] rows = [.. _rows];
        for (int i = 2; i < rows.Length; i += 5)
        {
            rows[i] = 7;
        }

        CovarianceEstimate covariance = CovarianceEstimate.StandardizedLedoitWolf<double>(rows, 5);
        PrincipalComponents components = PrincipalComponents.Of(covariance, [false, false, true, false, false]);

        Assert.That(covariance.Matrix[2 * 5 + 2], Is.Positive, "Shrinking gives it a variance.");
        Assert.That(components.Eigenvalues[4], Is.Zero.Within(1e-12));
        Assert.That(components.Eigenvalues.ToArray().Sum(), Is.EqualTo(4).Within(1e-12));
        Assert.That(Enumerable.Range(0, 5).Select(i => components.Loadings(i)[2]), Is.All.Zero);
    }

    [Test]
    public void Missing_and_infinite_cells_are_taken_for_the_mean()
    {
        PrincipalComponents components = PrincipalComponents.Of(CovarianceEstimate.Sample<double>(_rows, 5));
        double[] scores = [1, 1];
        components.Project([float.NaN, float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity], scores);

        Assert.That(scores, Is.EqualTo(new double[] { 0, 0 }));
    }

    [Test]
    public void Wrong_lengths_are_refused()
    {
        CovarianceEstimate covariance = CovarianceEstimate.Sample<double>(_rows, 5);
        PrincipalComponents components = PrincipalComponents.Of(covariance);

        Assert.That(() => PrincipalComponents.Of(covariance, [true]), Throws.ArgumentException);
        Assert.That(() => components.Project(new float[4], new double[1]), Throws.ArgumentException);
        Assert.That(() => components.Project(new float[5], new double[6]), Throws.ArgumentException);
        Assert.That(() => components.Loadings(5).Length, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => components.ExplainedShare(6), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static double[] Rows()
    {
        Random random = new(1);
        double[] rows = new double[5 * 200];
        for (int row = 0; row < 200; row++)
        {
            double common = random.NextDouble();
            for (int column = 0; column < 5; column++)
            {
                rows[row * 5 + column] = (column + 1) * (random.NextDouble() + (column % 2 == 0 ? common : -common));
            }
        }

        return rows;
    }
}
