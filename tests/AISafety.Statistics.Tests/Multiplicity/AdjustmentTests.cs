namespace AISafety.Statistics.Tests;

public sealed class AdjustmentTests
{
    private static readonly double[] P = [0.01, 0.04, 0.03, 0.2];

    private delegate void Adjustment(ReadOnlySpan<double> pValues, Span<double> adjusted);

    private static readonly Adjustment[] All = [Bonferroni.Adjust, Holm.Adjust, BenjaminiHochberg.Adjust, BenjaminiYekutieli.Adjust];

    [Test]
    public void Adjust_a_small_example_equals_it_by_hand()
    {
        // In order 0.01, 0.03, 0.04, 0.2. Holm: 0.04, 0.09, max(0.09, 0.08), 0.2. Benjamini and Hochberg: 0.04, min(0.06, 0.16 / 3), 0.16 / 3, 0.2.
        Check(Bonferroni.Adjust, [0.04, 0.16, 0.12, 0.8]);
        Check(Holm.Adjust, [0.04, 0.09, 0.09, 0.2]);
        Check(BenjaminiHochberg.Adjust, [0.04, 0.16 / 3, 0.16 / 3, 0.2]);
        double harmonic = 1 + 0.5 + 1 / 3.0 + 0.25;
        Check(BenjaminiYekutieli.Adjust, [0.04 * harmonic, 0.16 / 3 * harmonic, 0.16 / 3 * harmonic, 0.2 * harmonic]);
    }

    [Test]
    public void Adjust_keeps_the_order_and_never_lowers_or_exceeds_one()
    {
        Random random = new(4);
        foreach (Adjustment adjust in All)
        {
            for (int count = 0; count < 60; count++)
            {
                double[] p = [.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextDouble(), 2))];
                double[] adjusted = new double[count];
                adjust(p, adjusted);
                for (int i = 0; i < count; i++)
                {
                    Assert.That(adjusted[i], Is.InRange(p[i] * (1 - 1e-15), 1));
                    for (int j = 0; j < count; j++)
                    {
                        Assert.That(p[i] < p[j] ? adjusted[i] <= adjusted[j] : p[i] > p[j] || adjusted[i] == adjusted[j]);
                    }
                }

                // In place too.
                adjust(p, p);
                Assert.That(p, Is.EqualTo(adjusted));
            }
        }
    }

    [Test]
    public void Adjust_bad_input_is_refused()
    {
        foreach (Adjustment adjust in All)
        {
            Assert.That(() => adjust([0.1], new double[2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("adjusted"));
            Assert.That(() => adjust([double.NaN], new double[1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("pValues"));
            Assert.That(() => adjust([1.1], new double[1]), Throws.ArgumentException);
            Assert.That(() => adjust([-0.1], new double[1]), Throws.ArgumentException);
        }
    }

    private static void Check(Adjustment adjust, double[] expected)
    {
        double[] adjusted = new double[P.Length];
        adjust(P, adjusted);
        Assert.That(adjusted, Is.EqualTo(expected).Within(1e-14));
    }
}
