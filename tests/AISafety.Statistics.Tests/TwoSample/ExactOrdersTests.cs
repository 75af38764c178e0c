namespace AISafety.Statistics.Tests;

/// <summary>Exact p-values against all orders of small samples, one by one.</summary>
public sealed class ExactOrdersTests
{
    [TestCase(2, 2)]
    [TestCase(3, 5)]
    [TestCase(6, 4)]
    [TestCase(5, 5)]
    [TestCase(6, 3)]
    public void Compute_exact_equals_the_share_of_all_orders(int m, int n)
    {
        List<(double Ks, double Mw, double Cvm)> all = [];
        List<(double Ks, double Mw, double Cvm)> given = [];
        for (int mask = 0; mask < 1 << (m + n); mask++)
        {
            if (int.PopCount(mask) != m)
            {
                continue;
            }

            double[] x = [.. Enumerable.Range(0, m + n).Where(i => (mask >> i & 1) == 1).Select(i => (double)i)];
            double[] y = [.. Enumerable.Range(0, m + n).Where(i => (mask >> i & 1) == 0).Select(i => (double)i)];
            TwoSampleResult ks = KolmogorovSmirnov.Compute<double>(x, y, PValueMethod.Exact);
            TwoSampleResult mw = MannWhitney.Compute<double>(x, y, PValueMethod.Exact);
            TwoSampleResult cvm = CramerVonMises.Compute<double>(x, y, CramerVonMisesMethod.Exact);
            all.Add((ks.Statistic, Math.Abs(mw.Statistic - m * n / 2.0), cvm.Statistic));
            given.Add((ks.PValue, mw.PValue, cvm.PValue));
        }

        for (int i = 0; i < all.Count; i++)
        {
            double orders = all.Count;
            Assert.That(given[i].Ks, Is.EqualTo(all.Count(one => one.Ks >= all[i].Ks - 1e-12) / orders).Within(1e-13));
            Assert.That(given[i].Mw, Is.EqualTo(all[i].Mw == 0 ? 1 : all.Count(one => one.Mw >= all[i].Mw - 1e-12) / orders).Within(1e-13));
            Assert.That(given[i].Cvm, Is.EqualTo(all.Count(one => one.Cvm >= all[i].Cvm - 1e-12) / orders).Within(1e-13));
        }
    }

    [Test]
    public void Compute_too_many_orders_is_refused()
    {
        double[] x = PeerSamples.Of(600, 1, 1000);
        Assert.That(() => MannWhitney.Compute<double>(x, x, PValueMethod.Exact), Throws.ArgumentException);
        Assert.That(() => CramerVonMises.Compute<double>(x, x, CramerVonMisesMethod.Exact), Throws.ArgumentException);
    }

    [Test]
    public void KolmogorovSmirnov_exact_far_tail_does_not_cancel()
    {
        // Apart altogether: two of all C(250, 100) orders. C(250, 100) = 1.6e72 by the product.
        double[] x = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        double[] y = [.. Enumerable.Range(200, 150).Select(i => (double)i)];
        double orders = 1;
        for (int i = 1; i <= 100; i++)
        {
            orders = orders * (150 + i) / i;
        }

        Assert.That(KolmogorovSmirnov.Compute<double>(x, y, PValueMethod.Exact).PValue, Is.EqualTo(2 / orders).Within(1e-11).Percent);
    }
}
