namespace AISafety.Statistics.Tests;

/// <summary>Expected values from SciPy 1.10.1: chi2_contingency without correction, and fisher_exact.</summary>
public sealed class ContingencyTests
{
    private static readonly int[] Table = [10, 20, 30, 6, 9, 17, 11, 4, 2];

    [Test]
    public void Compute_a_table_of_three_rows_equals_the_peer()
    {
        ContingencyResult chi = ChiSquareTest.Compute<int>(Table, 3);
        ContingencyResult g = GTest.Compute<int>(Table, 3);

        Assert.Multiple(() =>
        {
            Assert.That(chi.Statistic, Is.EqualTo(18.474678170931675).Within(1e-12).Percent);
            Assert.That(chi.PValue, Is.EqualTo(0.0009964641901741298).Within(1e-10).Percent);
            Assert.That(chi.DegreesOfFreedom, Is.EqualTo(4));
            Assert.That(chi.CramersV, Is.EqualTo(Math.Sqrt(18.474678170931675 / 109 / 2)).Within(1e-12).Percent);
            Assert.That(g.Statistic, Is.EqualTo(17.062945381577414).Within(1e-11).Percent);
            Assert.That(g.PValue, Is.EqualTo(0.0018792670353510574).Within(1e-10).Percent);
        });
    }

    [Test]
    public void Compute_an_empty_row_or_column_changes_nothing()
    {
        Assert.That(ChiSquareTest.Compute<int>([5, 0, 7], [9, 0, 2]), Is.EqualTo(ChiSquareTest.Compute<int>([5, 7], [9, 2])));
        Assert.That(GTest.Compute<int>([5, 7, 0, 0, 9, 2], 3), Is.EqualTo(GTest.Compute<int>([5, 7], [9, 2])));
        Assert.That(ChiSquareTest.Compute<int>([5, 7], [0, 0]), Has.Property("PValue").EqualTo(1).And.Property("DegreesOfFreedom").EqualTo(0));
    }

    [Test]
    public void Compute_a_bad_table_is_refused()
    {
        Assert.That(() => ChiSquareTest.Compute<int>([1, 2, 3], 2), Throws.ArgumentException);
        Assert.That(() => ChiSquareTest.Compute<int>([], 1), Throws.ArgumentException);
        Assert.That(() => GTest.Compute<int>([1, 2], [1]), Throws.ArgumentException);
        Assert.That(() => GTest.Compute<int>([1, -2], [1, 2]), Throws.ArgumentException);
        Assert.That(() => GTest.Compute<int>([0, 0], [0, 0]), Throws.ArgumentException);
        Assert.That(() => GTest.Compute<int>([1], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(8, 2, 1, 5, 20.0, 0.034965034965034975)]
    [TestCase(100, 2, 1000, 500, 25.0, 1.3105923853206275e-14)]
    [TestCase(0, 5, 7, 0, 0.0, 0.0012626262626262627)]
    [TestCase(400, 20, 10, 300, 600.0, 2.2929382108887425e-164)]
    [TestCase(3, 3, 3, 3, 1.0, 1.0)]
    [TestCase(0, 0, 4, 5, double.NaN, 1.0)]
    public void FisherExact_table_equals_the_peer(long a, long b, long c, long d, double odds, double p)
    {
        FisherExactResult result = FisherExact.Compute(a, b, c, d);

        Assert.That(result.OddsRatio, Is.EqualTo(odds));
        Assert.That(result.PValue, Is.EqualTo(p).Within(1e-8).Percent);
    }

    [Test]
    public void FisherExact_bad_count_is_refused() =>
        Assert.That(() => FisherExact.Compute(1, 2, -1, 3), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("c"));

    [Test]
    public void TwoProportions_statistic_squared_is_chi_square()
    {
        TwoProportionsResult z = TwoProportions.Compute(30, 100, 45, 110);
        ContingencyResult chi = ChiSquareTest.Compute<int>([30, 70], [45, 65]);

        Assert.That(z.Statistic * z.Statistic, Is.EqualTo(chi.Statistic).Within(1e-10).Percent);
        Assert.That(z.PValue, Is.EqualTo(chi.PValue).Within(1e-9).Percent);
        Assert.That(z.Statistic, Is.Negative);
        Assert.That(TwoProportions.Compute(0, 5, 0, 7).PValue, Is.EqualTo(1));
        Assert.That(() => TwoProportions.Compute(6, 5, 0, 7), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TwoProportions.Compute(0, 0, 0, 7), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
