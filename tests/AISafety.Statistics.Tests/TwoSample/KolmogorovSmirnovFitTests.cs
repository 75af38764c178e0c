namespace AISafety.Statistics.Tests;

public sealed class KolmogorovSmirnovFitTests
{
    [Test]
    public void Compute_evenly_spread_values_have_the_least_distance()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => (i + 0.5) / 50)];
        FitResult result = KolmogorovSmirnovFit.Compute<double>(values, x => x);

        Assert.That(result.Statistic, Is.EqualTo(0.01).Within(1e-14));
        Assert.That(result.PValue, Is.EqualTo(1));
        Assert.That(result.Count, Is.EqualTo(50));
    }

    [Test]
    public void Compute_uniform_values_give_uniform_p()
    {
        Random random = new(7);
        int below = 0;
        double[] values = new double[30];
        for (int round = 0; round < 2_000; round++)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = random.NextDouble();
            }

            below += KolmogorovSmirnovFit.Compute<double>(values, x => x).PValue < 0.1 ? 1 : 0;
        }

        Assert.That(below / 2_000.0, Is.EqualTo(0.1).Within(0.027));
    }

    [Test]
    public void Compute_bad_input_is_refused()
    {
        Assert.That(() => KolmogorovSmirnovFit.Compute<double>([], x => x), Throws.ArgumentException);
        Assert.That(() => KolmogorovSmirnovFit.Compute<double>([2], x => x), Throws.ArgumentException.With.Property("ParamName").EqualTo("distribution"));
        Assert.That(() => KolmogorovSmirnovFit.Compute<double>([1], null!), Throws.ArgumentNullException);
        Assert.That(() => KolmogorovSmirnovFit.ComputeNormal<double>([1, 1]), Throws.ArgumentException);
        Assert.That(() => KolmogorovSmirnovFit.ComputeNormal<double>([1, double.PositiveInfinity]), Throws.ArgumentException);
    }
}
