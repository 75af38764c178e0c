namespace AISafety.Statistics.Tests.Streaming;

public sealed class StreamingDiscrepancyTests
{
    private static double[] Draw(Random random, int count, double shift = 0) => [.. Enumerable.Range(0, count).Select(_ => Samples.Normal(random) + shift)];

    [Test]
    public void Statistic_after_every_update_is_the_batch_statistic()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            int dimension = 1 + random.Next(12);
            FourierFeatures features = FourierFeatures.Fit<double>(Draw(random, 50 * dimension), 1.5, 1 + random.Next(40), seed, dimension);
            StreamingDiscrepancy stream = new(features, 1 + random.Next(20));
            List<double> rows = [];
            for (int i = 0; i < 70; i++)
            {
                double[] row = Draw(random, dimension, i / 20.0);
                rows.AddRange(row);
                stream.Update<double>(row);
                double batch = features.SquaredDiscrepancy<double>([.. rows.TakeLast(stream.WindowSize * dimension)]);
                Assert.That(stream.Statistic, Is.EqualTo(batch).Within(1e-14), $"seed {seed}, {i}");
                Assert.That(stream.Count, Is.EqualTo(Math.Min(i + 1, stream.WindowSize)));
            }
        }
    }

    [Test]
    public void Statistic_long_stream_does_not_drift()
    {
        Random random = new(1);
        FourierFeatures features = FourierFeatures.Fit<double>(Draw(random, 200), 1, 12, 2, 2);
        StreamingDiscrepancy stream = new(features, 7);
        double[] rows = Draw(random, 2_000);
        for (int i = 0; i < 1_000_003; i++)
        {
            stream.Update<double>(rows.AsSpan(2 * (i % 1_000), 2));
        }

        // Rows 996 .. 999 and 0 .. 2 came last: far less than the 1e-12 that a running sum would have lost.
        Assert.That(stream.Statistic, Is.EqualTo(features.SquaredDiscrepancy<double>([.. rows[^8..], .. rows[..6]])).Within(1e-15));
    }

    [Test]
    public void Update_missing_is_counted_and_changes_nothing()
    {
        FourierFeatures features = FourierFeatures.Fit<float>([1, 2, 3, 4], 1, 9, 2, 2);
        StreamingDiscrepancy stream = new(features, 3);
        Assert.That(stream.Statistic, Is.NaN);
        stream.Update<float>([1, float.NaN]);
        Assert.That((stream.Count, stream.MissingCount, stream.Statistic), Is.EqualTo((0, 1L, double.NaN)));
        stream.Update<float>([1, 2]);
        double before = stream.Statistic;
        stream.Update<double>([double.NaN, double.NaN]);
        Assert.That((stream.Count, stream.MissingCount, stream.Statistic), Is.EqualTo((1, 2L, before)));
        stream.Update<float>([3, 4]);
        Assert.That(stream.Statistic, Is.Zero.Within(1e-30));
        stream.Reset();
        Assert.That((stream.Count, stream.MissingCount, stream.Statistic), Is.EqualTo((0, 0L, double.NaN)));
        stream.Update<float>([1, 2]);
        Assert.That(stream.Statistic, Is.EqualTo(before));
    }

    [Test]
    public void Reset_in_a_full_window_forgets_all_of_it()
    {
        Random random = new(4);
        FourierFeatures features = FourierFeatures.Fit<double>(Draw(random, 30), 1, 20, 2);
        StreamingDiscrepancy stream = new(features, 4);
        foreach (double value in Draw(random, 10, 5))
        {
            stream.Update<double>([value]);
        }

        stream.Reset();
        double[] fresh = Draw(random, 6);
        foreach (double value in fresh)
        {
            stream.Update<double>([value]);
        }

        Assert.That(stream.Statistic, Is.EqualTo(features.SquaredDiscrepancy<double>(fresh.AsSpan(2))).Within(1e-15));
    }

    [Test]
    public void Update_bad_row_is_refused_and_changes_nothing()
    {
        FourierFeatures features = FourierFeatures.Fit<double>([1, 2, 3, 4], 1, 9, 2, 2);
        Assert.That(() => new StreamingDiscrepancy(features, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("windowSize"));
        Assert.That(() => new StreamingDiscrepancy(null!, 1), Throws.ArgumentNullException);
        StreamingDiscrepancy stream = new(features, 2);
        stream.Update<double>([1, 1]);
        double before = stream.Statistic;
        Assert.That(() => stream.Update<double>([1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
        Assert.That(() => stream.Update<double>([1, double.PositiveInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
        Assert.That((stream.Count, stream.MissingCount, stream.Statistic), Is.EqualTo((1, 0L, before)));
    }

    [Test]
    public void Update_warm_allocates_nothing()
    {
        StreamingDiscrepancy stream = new(FourierFeatures.Fit<double>([1, 2, 3, 4], 1, 30, 2, 2), 3);
        double[] rows = [1, 2, double.NaN, 4, 5, 6];
        double sum = 0;
        long before = 0;
        for (int i = 0; i < 1_000; i++)
        {
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            stream.Update<double>(rows.AsSpan(i % 5, 2));
            sum += stream.Statistic;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, $"{sum}");
    }
}
