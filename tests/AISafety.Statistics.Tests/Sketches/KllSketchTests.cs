namespace AISafety.Statistics.Tests.Sketches;

public class KllSketchTests
{
    [Test]
    public void Rank_manySketches_isWithinTheStatedError([Values(50, 200, 1000)] int k)
    {
        // 400 sketches of 20,000 values, a rank each: the stated error is exceeded by 1 % at most, 4 of 400, with a standard error of 2.
        int beyond = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            KllSketch sketch = new(k, seed);
            for (int i = 0; i < 20_000; i++)
            {
                sketch.Update(random.NextDouble());
            }

            double at = random.NextDouble();
            random = new(seed);
            double truth = Enumerable.Range(0, 20_000).Count(_ => random.NextDouble() <= at) / 20_000.0;
            beyond += Math.Abs(sketch.Rank(at) - truth) > sketch.RankError ? 1 : 0;
        }

        TestContext.Out.WriteLine($"{beyond} of 400");
        Assert.That(beyond, Is.LessThanOrEqualTo(10));
    }

    [Test]
    public void Merge_inAnyOrder_hasTheErrorOfTheWhole()
    {
        int beyond = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            List<KllSketch> parts = [];
            List<double> all = [];
            for (int part = 0; part < 20; part++)
            {
                KllSketch sketch = new(200, (seed * 100) + part);
                for (int i = random.Next(1500); i > 0; i--)
                {
                    double value = part + Samples.Normal(random);
                    all.Add(value);
                    sketch.Update(value);
                }

                parts.Add(sketch);
            }

            while (parts.Count > 1)
            {
                int from = random.Next(1, parts.Count);
                parts[random.Next(from)].Merge(parts[from]);
                parts.RemoveAt(from);
            }

            double at = all[random.Next(all.Count)];
            double truth = (double)all.Count(value => value <= at) / all.Count;
            beyond += Math.Abs(parts[0].Rank(at) - truth) > parts[0].RankError ? 1 : 0;
            Assert.That((parts[0].Count, parts[0].Min, parts[0].Max), Is.EqualTo(((long)all.Count, all.Min(), all.Max())));
            Assert.That(parts[0].RetainedCount, Is.LessThan(900));
        }

        Assert.That(beyond, Is.LessThanOrEqualTo(7));
    }

    [Test]
    public void Quantile_fewValues_isExact()
    {
        KllSketch sketch = new(200);
        Assert.That((sketch.Quantile(0.5), sketch.Rank(1), sketch.Min), Is.EqualTo((double.NaN, double.NaN, double.NaN)));
        foreach (double value in new[] { 5, double.NaN, 1, double.PositiveInfinity, 3, double.NegativeInfinity })
        {
            sketch.Update(value);
        }

        Assert.That((sketch.Count, sketch.MissingCount), Is.EqualTo((5L, 1L)));
        Assert.That(sketch.Quantile(0), Is.EqualTo(double.NegativeInfinity));
        Assert.That(sketch.Quantile(0.5), Is.EqualTo(3));
        Assert.That(sketch.Quantile(0.61), Is.EqualTo(5));
        Assert.That(sketch.Quantile(1), Is.EqualTo(double.PositiveInfinity));
        Assert.That(sketch.Rank(3), Is.EqualTo(0.6));
        Assert.That(() => sketch.Quantile(1.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => sketch.Quantile(double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void FromBytes_written_goesOnAsTheFirst()
    {
        KllSketch first = Filled(5000, 3);
        KllSketch second = KllSketch.FromBytes(first.ToBytes());
        Assert.That(second.ToBytes(), Is.EqualTo(first.ToBytes()));
        for (int i = 0; i < 5000; i++)
        {
            first.Update(i);
            second.Update(i);
        }

        Assert.That(second.ToBytes(), Is.EqualTo(first.ToBytes()));
        Assert.That(KllSketch.FromBytes(new KllSketch().ToBytes()).Count, Is.Zero);
    }

    [Test]
    public void FromBytes_damaged_throwsTheFormatsException()
    {
        SketchFuzz.RequireRefusals(Filled(3000, 4).ToBytes(), bytes => KllSketch.FromBytes(bytes));
        SketchFuzz.RequireRefusals(Filled(1, 4).ToBytes(), bytes => KllSketch.FromBytes(bytes));
        Assert.That(() => KllSketch.FromBytes(new DdSketch().ToBytes()), Throws.InstanceOf<SketchFormatException>());
    }

    [Test]
    public void Merge_unfit_throws()
    {
        KllSketch sketch = new(200);
        Assert.That(() => sketch.Merge(new(100)), Throws.ArgumentException);
        Assert.That(() => sketch.Merge(sketch), Throws.ArgumentException);
        Assert.That(() => new KllSketch(7), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static KllSketch Filled(int count, int seed)
    {
        Random random = new(seed);
        KllSketch sketch = new(200, seed);
        for (int i = 0; i < count; i++)
        {
            sketch.Update(Samples.Cauchy(random));
        }

        return sketch;
    }
}
