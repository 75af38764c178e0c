using MathNet.Numerics;

namespace AISafety.Statistics.Tests.Special;

public class HypergeometricTests
{
    // Followed one by one; by inversion; nearly all marked.
    [TestCase(30, 10, 12)]
    [TestCase(200, 60, 50)]
    [TestCase(100, 97, 40)]
    [TestCase(60, 30, 58)]
    public void Draw_isAsTheDistributionSays(int total, int marked, int taken)
    {
        const int Draws = 40_000;
        Random random = new(3);
        int[] counts = new int[taken + 1];
        for (int i = 0; i < Draws; i++)
        {
            counts[Hypergeometric.Draw(random, total, marked, taken)]++;
        }

        for (int k = 0; k <= taken; k++)
        {
            double p = k > marked || taken - k > total - marked ? 0
                : Math.Exp(Choose(marked, k) + Choose(total - marked, taken - k) - Choose(total, taken));
            Assert.That(counts[k], Is.EqualTo(Draws * p).Within(4.5 * Math.Sqrt(Draws * p) + 1e-9), $"{k}");
        }
    }

    [Test]
    public void Draw_ends_areExact()
    {
        Random random = new(4);
        Assert.That(Hypergeometric.Draw(random, 50, 0, 20), Is.Zero);
        Assert.That(Hypergeometric.Draw(random, 50, 50, 20), Is.EqualTo(20));
        Assert.That(Hypergeometric.Draw(random, 50, 30, 50), Is.EqualTo(30));
        Assert.That(Hypergeometric.Draw(random, 50, 30, 0), Is.Zero);
        Assert.That(Hypergeometric.Draw(random, 4_000_000_000, 2_000_000_000, 1_000_000), Is.EqualTo(500_000).Within(3_000));
    }

    private static double Choose(int n, int k) => SpecialFunctions.BinomialLn(n, k);
}
