namespace AISafety.Statistics.Tests;

/// <summary>Expected values by mpmath with 60 digits: erfc, gammainc and betainc (regularised).</summary>
public sealed class TailTests
{
    private const double Relative = 2e-13;

    [TestCase(-3.0, 0.99865010196836991)]
    [TestCase(0.0, 0.5)]
    [TestCase(0.5, 0.3085375387259869)]
    [TestCase(1.96, 0.024997895148220436)]
    [TestCase(4.9, 4.7918327659031899e-7)]
    [TestCase(5.1, 1.6982674071476015e-7)]
    [TestCase(10.0, 7.6198530241605261e-24)]
    [TestCase(25.0, 3.0566967063825609e-138)]
    [TestCase(37.0, 5.7255712225245768e-300)]
    [TestCase(double.PositiveInfinity, 0)]
    [TestCase(double.NegativeInfinity, 1)]
    [TestCase(double.NaN, double.NaN)]
    public void NormalTail_Of_z_is_right(double z, double expected) => Check(NormalTail.Of(z), expected);

    [TestCase(0.001, 1, 0.97477287936996039)]
    [TestCase(3.84, 1, 0.050043521248705103)]
    [TestCase(50.0, 1, 1.5374597944280349e-12)]
    [TestCase(1300.0, 1, 1.1303728441492742e-284)]
    [TestCase(5.0, 10, 0.89117801891415124)]
    [TestCase(30.0, 10, 0.00085664121077530039)]
    [TestCase(1000.0, 300, 3.7293204855680024e-76)]
    [TestCase(250.0, 300, 0.983802950207645)]
    [TestCase(1500.0, 30, 3.9605925288243987e-297)]
    [TestCase(0.5, 2.5, 0.86388362845858884)]
    [TestCase(0.0, 3, 1)]
    [TestCase(double.PositiveInfinity, 3, 0)]
    public void ChiSquareTail_Of_x_is_right(double x, double degrees, double expected) => Check(ChiSquareTail.Of(x, degrees), expected);

    [TestCase(0.001, 3.0, 0.99926489496946094)]
    [TestCase(1.0, 1.0, 0.5)]
    [TestCase(2.5, 7.3, 0.039650234665600472)]
    [TestCase(100000000.0, 2.0, 9.9999999999999985e-17)]
    [TestCase(50.3, 490.0, 1.2247834753482794e-195)]
    [TestCase(40.0, 5000.0, 8.4148504719363716e-304)]
    [TestCase(3.0, 1000000.0, 0.0026998625414217971)]
    [TestCase(1e+100, 3.0, 2.2053155816871681e-300)]
    [TestCase(double.PositiveInfinity, 3.0, 0)]
    [TestCase(double.NaN, 3.0, double.NaN)]
    public void StudentTail_TwoSidedOf_t_is_right(double t, double degrees, double expected)
    {
        Check(StudentTail.TwoSidedOf(t, degrees), expected);
        Check(StudentTail.TwoSidedOf(-t, degrees), expected);
        Check(StudentTail.Of(t, degrees), expected / 2);
    }

    [TestCase(0.01, 1.0, 10.0, 0.92232071856440832)]
    [TestCase(4.0, 1.0, 100.0, 0.04821217873113368)]
    [TestCase(55.1, 1.0, 798.0, 2.9401403183140223e-13)]
    [TestCase(1500.0, 1.0, 2000.0, 2.4947195028745254e-245)]
    [TestCase(2.0, 50.0, 40.0, 0.012661118815158733)]
    [TestCase(0.0, 5.0, 6.0, 1)]
    [TestCase(double.PositiveInfinity, 5.0, 6.0, 0)]
    public void FTail_Of_f_is_right(double f, double numerator, double denominator, double expected) =>
        Check(FTail.Of(f, numerator, denominator), expected);

    [Test]
    public void GammaTail_both_tails_sum_to_one()
    {
        Random random = new(1);
        for (int i = 0; i < 500; i++)
        {
            double shape = Math.Exp(random.NextDouble() * 12 - 1);
            double x = shape * (0.2 + 2 * random.NextDouble());
            Assert.That(GammaTail.Of(shape, x) + GammaTail.LowerOf(shape, x), Is.EqualTo(1).Within(1e-14));
        }
    }

    [Test]
    public void BetaTail_both_tails_sum_to_one_and_whole_parameters_give_binomial_sums()
    {
        Random random = new(2);
        for (int i = 0; i < 500; i++)
        {
            double a = Math.Exp(random.NextDouble() * 10 - 1);
            double b = Math.Exp(random.NextDouble() * 10 - 1);
            double x = random.NextDouble();
            Assert.That(BetaTail.Of(a, b, x) + BetaTail.Of(b, a, 1 - x), Is.EqualTo(1).Within(1e-12));
        }

        // P(at least 2 of 3) = 3 p^2 (1 - p) + p^3.
        Assert.That(BetaTail.Of(2, 2, 0.3), Is.EqualTo(3 * 0.09 * 0.7 + 0.027).Within(1e-13));
    }

    [Test]
    public void ChiSquareTail_InverseOf_is_the_inverse()
    {
        foreach (double p in (double[])[0.999, 0.5, 0.05, 1e-10, 1e-200])
        {
            foreach (double degrees in (double[])[1, 9, 100])
            {
                Assert.That(ChiSquareTail.Of(ChiSquareTail.InverseOf(p, degrees), degrees), Is.EqualTo(p).Within(1e-9).Percent);
            }
        }

        Assert.That(ChiSquareTail.InverseOf(0.05, 1), Is.EqualTo(3.841458820694124).Within(1e-12).Percent);
    }

    [Test]
    public void Of_arguments_out_of_range_is_refused()
    {
        Assert.That(() => GammaTail.Of(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => GammaTail.Of(1, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => GammaTail.Of(1, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BetaTail.Of(1, 1, 1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BetaTail.Of(double.NaN, 1, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => StudentTail.Of(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => FTail.Of(-1, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ChiSquareTail.InverseOf(0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void Check(double actual, double expected) => Assert.That(actual, Is.EqualTo(expected).Within(Relative * 100).Percent);
}
