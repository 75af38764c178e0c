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
