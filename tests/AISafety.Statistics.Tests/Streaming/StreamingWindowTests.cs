namespace AISafety.Statistics.Tests.Streaming;

/// <summary>A sliding window by Wasserstein and by MMD: streaming equals the batch form.</summary>
public sealed class StreamingWindowTests
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(64)]
    [TestCase(300)]
    public void StreamingWasserstein_every_window_equals_the_batch(int windowSize)
    {
        foreach (string kind in (string[])["normal", "ties", "constant", "heavy", "zeros", "gaps", "sorted", "denormal"])
        {
            SortedSample<double> reference = SortedSample<double>.Of(KernelInputs.Draw("ties", 200, 1));
            StreamingWasserstein streaming = new(reference, windowSize);
            List<double> present = [];
            long missing = 0;
            foreach (double value in KernelInputs.Draw(kind, 700, windowSize))
            {
                streaming.Update(value);
                if (double.IsNaN(value))
                {
                    missing++;
                    continue;
                }

                present.Add(value);
                double[] window = [.. present.TakeLast(windowSize)];
                double batch = Wasserstein.Of<double>(reference, window);
                double stated = (1e-14 * batch) + (2e-15 * window.Sum(one => Math.Abs(one - reference.Ascending[99])));
                Assert.That(streaming.Statistic, Is.EqualTo(batch).Within(stated), kind);
            }

            Assert.That((streaming.Count, streaming.MissingCount, streaming.ReferenceCount), Is.EqualTo((Math.Min(windowSize, present.Count), missing, 200)));
        }
    }

    [Test]
    public void StreamingWasserstein_edge_cases_are_as_documented()
    {
        StreamingWasserstein streaming = new(SortedSample<double>.Of([0, 1]), 2);
        Assert.That(streaming.Statistic, Is.NaN);
        streaming.Update(3);
        Assert.That(() => streaming.Update(double.PositiveInfinity), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("value"));
        Assert.That((streaming.Count, streaming.Statistic), Is.EqualTo((1, 2.5)));
        streaming.Reset();
        Assert.That((streaming.Count, streaming.Statistic), Is.EqualTo((0, double.NaN)));
        Assert.That(() => new StreamingWasserstein(SortedSample<double>.Of([0, double.PositiveInfinity]), 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => new StreamingWasserstein(SortedSample<double>.Of([0]), 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("windowSize"));
        Assert.That(() => new StreamingWasserstein(null!, 1), Throws.ArgumentNullException);
    }

    [TestCase(1, 1)]
    [TestCase(3, 20)]
    [TestCase(5, 64)]
    public void StreamingDiscrepancy_every_window_equals_the_batch(int dimension, int windowSize)
    {
        double[] reference = KernelInputs.Draw("normal", 100 * dimension, 1);
        FourierFeatures features = FourierFeatures.Fit<double>(reference, 1.3, 30, 2, dimension);
        StreamingDiscrepancy streaming = new(features, windowSize);
        double[] stream = KernelInputs.Draw("normal", 400 * dimension, 3);
        for (int row = 0; row < 400; row++)
        {
            streaming.Update<double>(stream.AsSpan(row * dimension, dimension));
            int first = Math.Max(0, row + 1 - windowSize);
            double batch = features.SquaredDiscrepancy<double>(stream.AsSpan(first * dimension, (row + 1 - first) * dimension));
            Assert.That(streaming.Statistic, Is.EqualTo(batch).Within(1e-13));
        }
    }

    [Test]
    public void StreamingDiscrepancy_long_stream_keeps_its_digits()
    {
        FourierFeatures features = FourierFeatures.Fit<double>(KernelInputs.Draw("normal", 50, 1), 1, 8, 2);
        StreamingDiscrepancy streaming = new(features, 32);
        Random random = new(5);
        double[] newest = new double[32];
        for (int i = 0; i < 200_000; i++)
        {
            newest[i % 32] = Samples.Normal(random);
            streaming.Update<double>([newest[i % 32]]);
        }

        Assert.That(streaming.Statistic, Is.EqualTo(features.SquaredDiscrepancy<double>(newest)).Within(1e-13));
    }

    [Test]
    public void StreamingDiscrepancy_edge_cases_are_as_documented()
    {
        StreamingDiscrepancy streaming = new(FourierFeatures.Fit<double>([0, 1, 2, 3], 1, 4, 2, 2), 3);
        Assert.That(streaming.Statistic, Is.NaN);
        streaming.Update<double>([1, double.NaN]);
        Assert.That((streaming.Count, streaming.MissingCount), Is.EqualTo((0, 1L)));
        Assert.That(() => streaming.Update<double>([1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
        Assert.That(() => streaming.Update<double>([1, double.NegativeInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
        streaming.Update<double>([1, 2]);
        Assert.That(streaming.Count, Is.EqualTo(1));
        streaming.Reset();
        Assert.That((streaming.Count, streaming.MissingCount, streaming.Statistic), Is.EqualTo((0, 0L, double.NaN)));
        Assert.That(() => new StreamingDiscrepancy(null!, 3), Throws.ArgumentNullException);
    }
}
