namespace AISafety.Statistics.Tests.Streaming;

public class StreamingKsTests
{
    private static readonly Func<Random, double>[] _draws =
    [
        Samples.Normal,
        Samples.Cauchy,
        Samples.Geometric,
        random => random.Next(3) - 1,
        _ => 1,
        random => new[] { double.NegativeInfinity, -0.0, 0.0, double.Epsilon, 1, double.PositiveInfinity }[random.Next(6)],
        random => Math.Round(Samples.Normal(random), 1),
    ];

    [Test]
    public void Statistic_afterEveryUpdate_isTheBatchStatistic()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Func<Random, double> ofReference = _draws[random.Next(_draws.Length)];
            Func<Random, double> ofStream = _draws[random.Next(_draws.Length)];
            double[] reference = [.. Enumerable.Range(0, 1 + random.Next(70)).Select(_ => ofReference(random))];
            StreamingKs ks = new(reference, 1 + random.Next(40));
            List<double> stream = [];
            for (int i = 0; i < 120; i++)
            {
                // Some of the stream are the reference's own values, to the last bit.
                double value = random.Next(3) == 0 ? reference[random.Next(reference.Length)] : ofStream(random);
                stream.Add(value);
                ks.Update(value);
                Assert.That(ks.Statistic, Is.EqualTo(Batch(reference, [.. stream.TakeLast(ks.WindowSize)])).Within(1e-15), $"seed {seed}, {i}");
            }
        }
    }

    [Test]
    public void Statistic_longStream_staysExact()
    {
        Random random = new(1);
        double[] reference = [.. Enumerable.Range(0, 997).Select(_ => Samples.Normal(random))];
        StreamingKs ks = new(reference, 500);
        Queue<double> window = new();
        for (int i = 0; i < 200_000; i++)
        {
            double value = Samples.Normal(random) + (i / 1e5);
            ks.Update(value);
            window.Enqueue(value);
            if (window.Count > 500)
            {
                window.Dequeue();
            }
        }

        Assert.That(ks.Statistic, Is.EqualTo(Batch(reference, [.. window])).Within(1e-15));
        Assert.That(ks.Count, Is.EqualTo(500));
    }

    [Test]
    public void Update_missing_isCountedAndChangesNothing()
    {
        StreamingKs ks = new([1, double.NaN, 2], 2);
        Assert.That(ks.Statistic, Is.NaN);
        ks.Update(1);
        ks.Update(double.NaN);
        Assert.That((ks.ReferenceCount, ks.Count, ks.MissingCount, ks.Statistic), Is.EqualTo((2, 1, 1L, 0.5)));
        ks.Update(2);
        Assert.That(ks.Statistic, Is.Zero);
        ks.Reset();
        Assert.That((ks.Count, ks.MissingCount, ks.Statistic), Is.EqualTo((0, 0L, double.NaN)));
        ks.Update(3);
        ks.Update(3);
        Assert.That(ks.Statistic, Is.EqualTo(1));
    }

    [Test]
    public void Constructor_nothingToCompare_throws()
    {
        Assert.That(() => new StreamingKs([], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => new StreamingKs([double.NaN], 1), Throws.ArgumentException);
        Assert.That(() => new StreamingKs([1], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Update_warm_allocatesNothing()
    {
        StreamingKs ks = new([1, 2, 3, 4], 3);
        double sum = ks.Statistic;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            ks.Update(i % 5);
            sum += ks.Statistic;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, $"{sum}");
    }

    /// <summary>By definition: both distribution functions at every value.</summary>
    private static double Batch(double[] reference, double[] window) =>
        reference.Concat(window).Max(x =>
            Math.Abs(((double)reference.Count(value => value <= x) / reference.Length) - ((double)window.Count(value => value <= x) / window.Length)));
}
