namespace AISafety.Statistics.Tests;

/// <summary>Expected values by mpmath with 40 digits: Smirnov's sum, and the matrix of Marsaglia, Tsang and Wang.</summary>
public sealed class KolmogorovDistributionTests
{
    [TestCase(5, 0.3, 0.34282000000000003)]
    [TestCase(140, 0.2, 1.0990781651100111e-5)]
    [TestCase(1000, 0.05, 0.0065060373905451658)]
    [TestCase(3000, 0.03, 0.0044241138974654311)]
    [TestCase(3000, 0.2, 5.9123423450380827e-106)]
    [TestCase(5000, 0.05, 1.3261526164355594e-11)]
    public void SmirnovDistribution_Survival_is_right(int n, double d, double expected) =>
        Assert.That(SmirnovDistribution.Survival(n, d), Is.EqualTo(expected).Within(1e-11 * 100).Percent);

    [TestCase(10, 0.274, 0.37152038454349563, 1e-12)]
    [TestCase(10, 0.12, 0.99485668397626163, 1e-12)]
    [TestCase(7, 0.1, 0.9999899731574429, 1e-12)]
    [TestCase(50, 0.1, 0.66231127046581848, 1e-12)]
    [TestCase(100, 0.15, 0.019839242125646046, 1e-11)]
    [TestCase(140, 0.11, 0.062525114294708339, 1e-11)]
    [TestCase(141, 0.05, 0.8548431089865254, 4e-6)]
    [TestCase(250, 0.046, 0.64812728780574303, 1e-6)]
    [TestCase(500, 0.03, 0.74731662218084372, 1e-6)]
    [TestCase(500, 0.06, 0.052434595771508419, 1e-6)]
    [TestCase(2000, 0.02, 0.39531337200309191, 1e-7)]
    public void KolmogorovDistribution_Survival_is_as_right_as_its_method(int n, double d, double expected, double relative) =>
        Assert.That(KolmogorovDistribution.Survival(n, d), Is.EqualTo(expected).Within(relative * 100).Percent);

    [TestCase(10, 0.0, 1.0)]
    [TestCase(10, 0.05, 1.0)]
    [TestCase(10, 1.0, 0.0)]
    [TestCase(1, 0.75, 0.5)]
    [TestCase(1, 0.6, 0.8)]
    public void KolmogorovDistribution_Survival_of_an_end_is_exact(int n, double d, double expected) =>
        Assert.That(KolmogorovDistribution.Survival(n, d), Is.EqualTo(expected).Within(1e-13));

    [TestCase(3)]
    [TestCase(20)]
    [TestCase(141)]
    [TestCase(1_000)]
    [TestCase(10_000)]
    [TestCase(1_000_000)]
    public void KolmogorovDistribution_Survival_falls_from_one_to_zero(int n)
    {
        double last = 1;
        for (double z = 0.3; z < 20 && z < Math.Sqrt(n); z += 0.01)
        {
            double p = KolmogorovDistribution.Survival(n, z / Math.Sqrt(n));
            Assert.That(p, Is.InRange(0, last * (1 + 2e-6)), $"z = {z}");
            last = p;
        }
    }

    [TestCase(257, 1.483, 1e-8)]
    [TestCase(257, 2, 1e-10)]
    [TestCase(300, 1.483, 2e-9)]
    [TestCase(500, 1.5, 1e-10)]
    [TestCase(1_000, 2.5, 1e-11)]
    [TestCase(1_000, 4, 1e-11)]
    [TestCase(2_000, 1.5, 1e-11)]
    [TestCase(2_000, 6, 1e-11)]
    [TestCase(5_000, 1.5, 1e-11)]
    [TestCase(5_000, 10, 1e-11)]
    public void SmirnovDistribution_sum_and_integral_agree(int n, double z, double relative) =>
        Assert.That(SmirnovDistribution.Integral(n, z / Math.Sqrt(n)), Is.EqualTo(SmirnovDistribution.Sum(n, z / Math.Sqrt(n))).Within(relative * 100).Percent);

    // In the farthest tail of a few hundred values the integral is no good, and must not be taken.
    [TestCase(257, 12)]
    [TestCase(257, 14.5)]
    [TestCase(300, 12)]
    [TestCase(400, 16)]
    [TestCase(700, 17)]
    public void SmirnovDistribution_Survival_of_a_far_tail_is_the_sum(int n, double z) =>
        Assert.That(SmirnovDistribution.Survival(n, z / Math.Sqrt(n)), Is.EqualTo(SmirnovDistribution.Sum(n, z / Math.Sqrt(n))).Within(1e-6 * 100).Percent);

    // As it was before it took four terms at a time, term by term.
    [TestCase(1, 0.25)]
    [TestCase(2, 0.6)]
    [TestCase(7, 0.51)]
    [TestCase(19, 0.34)]
    [TestCase(20, 0.9)]
    [TestCase(139, 0.2)]
    [TestCase(256, 0.5)]
    public void SmirnovDistribution_Sum_equals_the_binomial_terms(int n, double d)
    {
        double sum = Math.Pow(1 - d, n);
        for (int j = 1; j <= n * (1 - d); j++)
        {
            double p = d + (double)j / n;
            double choose = 0;
            for (int i = 1; i <= j; i++)
            {
                choose += Math.Log((double)(n - j + i) / i);
            }

            sum += d / p * Math.Exp(choose + j * Math.Log(p) + (p < 1 ? (n - j) * Math.Log(1 - p) : n == j ? 0 : double.NegativeInfinity));
        }

        Assert.That(SmirnovDistribution.Sum(n, d), Is.EqualTo(sum).Within(1e-11 * 100).Percent);
    }

    // The matrix by its definition, multiplied out.
    [TestCase(2, 0.4)]
    [TestCase(3, 0.3)]
    [TestCase(10, 0.274)]
    [TestCase(31, 0.2)]
    [TestCase(64, 0.15)]
    [TestCase(141, 0.04)]
    public void DurbinMatrix_Cdf_equals_the_powers_of_the_full_matrix(int n, double d)
    {
        int k = (int)Math.Ceiling(n * d);
        int m = 2 * k - 1;
        double h = k - n * d;
        double[] inverse = [.. Enumerable.Range(0, m + 2).Select(i => Enumerable.Range(1, i).Aggregate(1.0, (product, factor) => product / factor))];
        double[,] matrix = new double[m, m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                double element = i - j + 1 >= 0 ? 1.0 : 0;
                element -= j == 0 ? Math.Pow(h, i + 1) : 0;
                element -= i == m - 1 ? Math.Pow(h, m - j) : 0;
                element += j == 0 && i == m - 1 && 2 * h - 1 > 0 ? Math.Pow(2 * h - 1, m) : 0;
                matrix[i, j] = i - j + 1 >= 0 ? element * inverse[i - j + 1] : 0;
            }
        }

        double[] row = new double[m];
        row[k - 1] = 1;
        for (int step = 1; step <= n; step++)
        {
            double[] next = new double[m];
            for (int j = 0; j < m; j++)
            {
                for (int i = 0; i < m; i++)
                {
                    next[j] += row[i] * matrix[i, j] * step / n;
                }
            }

            row = next;
        }

        Assert.That(DurbinMatrix.Cdf(n, d), Is.EqualTo(row[k - 1]).Within(1e-11 * 100).Percent);
    }

    [TestCase(1_500, 0.4)]
    [TestCase(2_001, 0.35)]
    [TestCase(5_000, 0.3)]
    [TestCase(5_000, 0.24)]
    public void DurbinMatrix_and_PelzGood_agree_for_many_values(int n, double z) =>
        Assert.That(PelzGood.Cdf(n, z / Math.Sqrt(n)), Is.EqualTo(DurbinMatrix.Cdf(n, z / Math.Sqrt(n))).Within(2e-8));

    // Smirnov's integrals by mpmath with 40 digits, Chebyshev nodes doubled until nothing changed.
    [TestCase(0.2, 0.26747043054077487)]
    [TestCase(0.46136, 0.050000383132651278)]
    [TestCase(1.0, 0.0024604521801339639)]
    [TestCase(5.0, 3.0539290331033875e-12)]
    [TestCase(44.842908921720344, 4.201833595354176e-98)]
    [TestCase(100.0, 1.7349803174727527e-216)]
    public void CramerVonMisesDistribution_Survival_is_right(double x, double expected) =>
        Assert.That(CramerVonMisesDistribution.Survival(x), Is.EqualTo(expected).Within(1e-10 * 100).Percent);

    [Test]
    public void CramerVonMisesDistribution_integrals_meet_the_series()
    {
        for (double x = 0.1; x < 0.6; x += 0.01)
        {
            // The series alone, carried on until nothing is added, against the integrals.
            double series = CramerVonMisesDistribution.SurvivalBySeries(x);
            Assert.That(CramerVonMisesDistribution.Survival(x), Is.EqualTo(series).Within(2e-7));
        }

        double last = 1;
        for (double x = 0.001; x < 140; x *= 1.01)
        {
            double p = CramerVonMisesDistribution.Survival(x);
            Assert.That(p, Is.InRange(0, last * (1 + 1e-12)));
            last = p;
        }

        Assert.That(last, Is.GreaterThan(0).And.LessThan(1e-290));
    }
}
