namespace AISafety.Statistics.Tests.Sketches;

public class DdSketchTests
{
    [Test]
    public void Quantile_anyDistribution_isWithinTheRelativeError([Values(0.001, 0.01, 0.1, 0.5)] double error)
    {
        Func<Random, double>[] draws =
        [
            random => Math.Exp(3 * Samples.Normal(random)), Samples.Cauchy, Samples.Geometric, Samples.Normal, _ => 42,
            random => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-900, 1000)),
        ];
        foreach (Func<Random, double> draw in draws)
        {
            Random random = new(1);
            double[] values = [.. Enumerable.Range(0, 5000).Select(_ => draw(random))];
            DdSketch sketch = Filled(values, error);
            Array.Sort(values);
            for (int percent = 0; percent <= 100; percent++)
            {
                double truth = values[(int)(percent / 100.0 * 4999)];
                Assert.That(Math.Abs(sketch.Quantile(percent / 100.0) - truth), Is.LessThanOrEqualTo(Math.Abs(truth) * error * (1 + 1e-9)));
            }
        }
    }

    [Test]
    public void Merge_inAnyOrder_isTheWhole()
    {
        Random random = new(2);
        double[] values = [.. Enumerable.Range(0, 3000).Select(_ => Samples.Cauchy(random))];
        DdSketch whole = Filled(values, 0.02);
        DdSketch forwards = new(0.02);
        DdSketch backwards = new(0.02);
        DdSketch[] parts = [.. values.Chunk(250).Select(part => Filled(part, 0.02))];
        foreach (DdSketch part in parts)
        {
            forwards.Merge(part);
        }

        foreach (DdSketch part in parts.Reverse())
        {
            backwards.Merge(part);
        }

        for (double share = 0; share <= 1; share += 1 / 512.0)
        {
            Assert.That((forwards.Quantile(share), backwards.Quantile(share)), Is.EqualTo((whole.Quantile(share), whole.Quantile(share))));
        }

        whole.Merge(whole);
        Assert.That(whole.Count, Is.EqualTo(6000));
        Assert.That(() => whole.Merge(new DdSketch(0.01)), Throws.ArgumentException);
    }

    [Test]
    public void Update_extremes_areKeptOrRefused()
    {
        DdSketch sketch = new();
        Assert.That(sketch.Quantile(0.5), Is.NaN);
        foreach (double value in new[] { double.MaxValue, -double.MaxValue, 0, -0.0, double.Epsilon, double.NaN })
        {
            sketch.Update(value);
        }

        Assert.That((sketch.Count, sketch.MissingCount), Is.EqualTo((5L, 1L)));
        Assert.That(sketch.Quantile(0.5), Is.Zero);
        Assert.That((sketch.Quantile(0), sketch.Quantile(1)), Is.EqualTo((-double.MaxValue, double.MaxValue)));
        Assert.That(() => sketch.Update(double.PositiveInfinity), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(sketch.Count, Is.EqualTo(5));
        Assert.That(() => new DdSketch(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => sketch.Quantile(-0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromBytes_written_isTheSame()
    {
        Random random = new(3);
        DdSketch sketch = Filled([.. Enumerable.Range(0, 300).Select(_ => Samples.Normal(random))], 0.05);
        byte[] bytes = sketch.ToBytes();
        Assert.That(DdSketch.FromBytes(bytes).ToBytes(), Is.EqualTo(bytes));
        Assert.That(DdSketch.FromBytes(new DdSketch().ToBytes()).Count, Is.Zero);
        SketchFuzz.RequireRefusals(bytes, one => DdSketch.FromBytes(one).Quantile(0.5));
    }

    private static DdSketch Filled(double[] values, double error)
    {
        DdSketch sketch = new(error);
        foreach (double value in values)
        {
            sketch.Update(value);
        }

        return sketch;
    }
}
