using CsCheck;

namespace AISafety.Statistics.Tests.Streaming;

public class StreamingWassersteinTests
{
    private static readonly Func<Random, double>[] _draws =
    [
        Samples.Normal,
        Samples.Cauchy,
        Samples.Geometric,
        random => random.Next(3) - 1,
        _ => 1,
        random => new[] { -1e12, -0.0, 0.0, double.Epsilon, 1, 1e12 }[random.Next(6)],
        random => Math.Round(Samples.Normal(random), 1),
        random => 1e9 + Samples.Normal(random),
        random => 1e-300 * Samples.Normal(random),
    ];

    [Test]
    public void Statistic_afterEveryUpdate_isTheBatchDistance()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Func<Random, double> ofReference = _draws[random.Next(_draws.Length)];
            Func<Random, double> ofStream = _draws[random.Next(_draws.Length)];
            double[] reference = [.. Enumerable.Range(0, 1 + random.Next(70)).Select(_ => ofReference(random))];
            StreamingWasserstein wasserstein = new(SortedSample<double>.Of(reference), 1 + random.Next(200));
            List<double> stream = [];
            for (int i = 0; i < 500; i++)
            {
                double value = random.Next(3) == 0 ? reference[random.Next(reference.Length)] : ofStream(random);
                stream.Add(value);
                wasserstein.Update(value);
                if (seed % 3 == 0 || random.Next(20) == 0)
                {
                    RequireBatch(wasserstein, reference, [.. stream.TakeLast(wasserstein.WindowSize)], $"seed {seed}, {i}");
                }
            }
        }
    }

    [Test]
    public void Statistic_anyNumbers_isTheBatchDistance()
    {
        Gen<double[]> numbers = Gen.Double[-1e6, 1e6].Array[1, 30];
        Gen.Select(numbers, numbers, Gen.Int[1, 20]).Sample((reference, stream, windowSize) =>
        {
            StreamingWasserstein wasserstein = new(SortedSample<double>.Of(reference), windowSize);
            foreach (double value in stream)
            {
                wasserstein.Update(value);
            }

            RequireBatch(wasserstein, reference, [.. stream.TakeLast(windowSize)], "");
        });
    }

    [Test]
    public void Statistic_longStream_gathersNoError()
    {
        Random random = new(1);
        double[] reference = [.. Enumerable.Range(0, 997).Select(_ => Samples.Normal(random))];
        StreamingWasserstein wasserstein = new(SortedSample<double>.Of(reference), 500);
        Queue<double> window = new();
        for (int i = 0; i < 100_000; i++)
        {
            // Values a thousand million times as great come and go.
            double value = Samples.Normal(random) * (i / 1000 % 10 == 0 ? 1e9 : 1);
            wasserstein.Update(value);
            _ = i % 7 == 0 ? wasserstein.Statistic : 0;
            window.Enqueue(value);
            if (window.Count > 500)
            {
                window.Dequeue();
            }
        }

        RequireBatch(wasserstein, reference, [.. window], "");
    }

    [Test]
    public void Statistic_knownAreas_isThem()
    {
        StreamingWasserstein wasserstein = new(SortedSample<double>.Of([0, double.NaN, 1, 3]), 2);
        Assert.That(wasserstein.Statistic, Is.NaN);
        wasserstein.Update(0);
        Assert.That(wasserstein.Statistic, Is.EqualTo(4.0 / 3).Within(1e-15));
        wasserstein.Update(double.NaN);
        wasserstein.Update(5);

        // |1/2 - 1/3| 1 + |1/2 - 2/3| 2 + |1/2 - 1| 2.
        Assert.That(wasserstein.Statistic, Is.EqualTo(1.5).Within(1e-15));
        Assert.That((wasserstein.ReferenceCount, wasserstein.Count, wasserstein.MissingCount), Is.EqualTo((3, 2, 1L)));
        wasserstein.Update(-10);
        Assert.That(wasserstein.Statistic, Is.EqualTo(5 + (1 / 6.0) + (2 / 6.0) + 1).Within(1e-14));
        wasserstein.Reset();
        Assert.That((wasserstein.Count, wasserstein.MissingCount, wasserstein.Statistic), Is.EqualTo((0, 0L, double.NaN)));
        wasserstein.Update(1);
        Assert.That(wasserstein.Statistic, Is.EqualTo(1).Within(1e-15));
    }

    [Test]
    public void Update_bad_throwsAndChangesNothing()
    {
        StreamingWasserstein wasserstein = new(SortedSample<double>.Of([-1e308, -1e308, 0]), 3);
        wasserstein.Update(2);
        double before = wasserstein.Statistic;
        foreach (double bad in new[] { double.PositiveInfinity, double.NegativeInfinity, double.MaxValue })
        {
            Assert.That(() => wasserstein.Update(bad), Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Property("ParamName").EqualTo("value").And.Message.Contains("Expected a finite value"));
        }

        Assert.That((wasserstein.Count, wasserstein.Statistic), Is.EqualTo((1, before)));
    }

    [Test]
    public void Constructor_numbersTooFarApart_namesTheArgument() =>
        Assert.That(() => new StreamingWasserstein(SortedSample<double>.Of([-1e308, 1e308]), 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));

    [Test]
    public void Update_warm_allocatesNothing()
    {
        StreamingWasserstein wasserstein = new(SortedSample<double>.Of([1, 2, 3, 4]), 3);
        double sum = wasserstein.Statistic;
        wasserstein.Update(1);
        sum += wasserstein.Statistic;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            wasserstein.Update(i % 5);
            sum += wasserstein.Statistic;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, $"{sum}");
    }

    private static void RequireBatch(StreamingWasserstein wasserstein, double[] reference, double[] window, string where)
    {
        double[] ascending = [.. reference.Order()];
        double median = ascending[(ascending.Length - 1) / 2];
        double batch = Wasserstein.Of<double>(reference, window);
        double stated = (1e-14 * batch) + (2e-15 * window.Sum(value => Math.Abs(value - median)));

        // The batch distance is a sum of as many areas, and no more exact.
        Assert.That(wasserstein.Statistic, Is.EqualTo(batch).Within(2 * stated), where);
    }
}
