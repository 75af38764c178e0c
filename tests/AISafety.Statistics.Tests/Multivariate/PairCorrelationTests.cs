namespace AISafety.Statistics.Tests.Multivariate;

[TestFixture]
public sealed class PairCorrelationTests
{
    [Test]
    public void Of_is_pearsons_over_complete_rows()
    {
        PairCorrelation found = PairCorrelation.Of([1, 2, double.NaN, 3, 4, 5], [2, 1, 9, 4, 3, 5]);

        Assert.That((found.Correlation, found.Count), Is.EqualTo((0.8, 5)).Using<(double, int), (double, int)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-14 && a.Item2 == b.Item2));
    }

    [Test]
    public void Of_column_that_does_not_vary_is_nan() => Assert.That(PairCorrelation.Of([1, 1, 1, 1], [1, 2, 3, 4]).Correlation, Is.NaN);

    [Test]
    public void Variance_of_normal_columns_is_the_textbooks()
    {
        Random random = new(1);
        (double[] x, double[] y) = Draw(random, 200_000, 0.6);

        Assert.That(PairCorrelation.Of(x, y).Variance, Is.EqualTo(Math.Pow(1 - 0.36, 2)).Within(0.01));
    }

    [Test]
    public void PValue_of_unchanged_pairs_is_as_rare_as_it_says()
    {
        Random random = new(2);
        int rejected = 0;
        for (int i = 0; i < 2_000; i++)
        {
            (double[] x, double[] y) = Draw(random, 500, 0.7);
            (double[] u, double[] v) = Draw(random, 200, 0.7);
            rejected += PairCorrelation.Of(x, y).PValue(PairCorrelation.Of(u, v)) <= 0.05 ? 1 : 0;
        }

        Assert.That(rejected / 2_000.0, Is.EqualTo(0.05).Within(0.02));
    }

    [TestCase(20, 0.0)]
    [TestCase(50, 0.8)]
    [TestCase(50, 0.95)]
    public void PValue_of_few_rows_is_as_rare_as_it_says(int count, double r)
    {
        // Of 5,000: 5 at a level of 0.001, and more than 16 have a probability of 1 in 100,000.
        Random random = new(3);
        int rejected = 0;
        for (int i = 0; i < 5_000; i++)
        {
            (double[] x, double[] y) = Draw(random, count, r);
            (double[] u, double[] v) = Draw(random, count, r);
            rejected += PairCorrelation.Of(x, y).PValue(PairCorrelation.Of(u, v)) <= 0.001 ? 1 : 0;
        }

        TestContext.Out.WriteLine(rejected);
        Assert.That(rejected, Is.LessThanOrEqualTo(16));
    }

    [Test]
    public void PValue_of_a_handful_of_rows_or_no_correlation_is_one()
    {
        Random random = new(4);
        (double[] x, double[] y) = Draw(random, 19, 0.9);
        double[] turned = Array.ConvertAll(y, static value => -value);
        Assert.That(PairCorrelation.Of(x, y).PValue(PairCorrelation.Of(x, turned)), Is.EqualTo(1));
        Assert.That(PairCorrelation.Of([1, 2, 3], [1, 2, 3]).PValue(PairCorrelation.Of([1, 2, 3], [3, 2, 1])), Is.EqualTo(1));
        (x, y) = Draw(random, 40, 0.9);
        turned = Array.ConvertAll(y, static value => -value);
        Assert.That(PairCorrelation.Of(x, y).PValue(PairCorrelation.Of(x, turned)), Is.LessThan(1e-3));
        Assert.That(PairCorrelation.Of(x, x).PValue(PairCorrelation.Of(x, x)), Is.EqualTo(1));
    }

    private static (double[] X, double[] Y) Draw(Random random, int count, double r)
    {
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++)
        {
            x[i] = Normal();
            y[i] = (r * x[i]) + (Math.Sqrt(1 - (r * r)) * Normal());
        }

        return (x, y);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
