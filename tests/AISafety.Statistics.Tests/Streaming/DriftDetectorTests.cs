namespace AISafety.Statistics.Tests.Streaming;

/// <summary>What holds for every detector: missing values, bad values, starting anew, no allocation, and seeing a change.</summary>
public class DriftDetectorTests
{
    private static readonly TestCaseData[] _all =
    [
        new TestCaseData(new PageHinkley()).SetArgDisplayNames(nameof(PageHinkley)),
        new TestCaseData(new Ddm()).SetArgDisplayNames(nameof(Ddm)),
        new TestCaseData(new Eddm()).SetArgDisplayNames(nameof(Eddm)),
        new TestCaseData(new HddmA()).SetArgDisplayNames(nameof(HddmA)),
        new TestCaseData(new HddmW()).SetArgDisplayNames(nameof(HddmW)),
        new TestCaseData(new Adwin()).SetArgDisplayNames(nameof(Adwin)),
        new TestCaseData(new Kswin(0.0001, 200, 100)).SetArgDisplayNames(nameof(Kswin)),
        new TestCaseData(new Cusum(0.1, 0.3)).SetArgDisplayNames(nameof(Cusum)),
        new TestCaseData(new EwmaChart(0.1, 0.3)).SetArgDisplayNames(nameof(EwmaChart)),
    ];

    [TestCaseSource(nameof(_all))]
    public void Update_afterReset_repeatsItself(DriftDetector detector)
    {
        double[] values = Errors(4000, 7);
        detector.Reset();
        DriftState[] first = [.. values.Select(detector.Update)];
        detector.Reset();
        Assert.That(detector.Count, Is.Zero);
        Assert.That(detector.State, Is.EqualTo(DriftState.None));
        Assert.That(values.Select(detector.Update), Is.EqualTo(first));
        Assert.That(first, Does.Contain(DriftState.Drift));
    }

    [TestCaseSource(nameof(_all))]
    public void Update_missingValues_changeNothing(DriftDetector detector)
    {
        double[] values = Errors(3000, 8);
        detector.Reset();
        DriftState[] whole = [.. values.Select(detector.Update)];
        detector.Reset();
        for (int i = 0; i < values.Length; i++)
        {
            Assert.That(detector.Update(double.NaN), Is.EqualTo(DriftState.None));
            Assert.That(detector.Update(values[i]), Is.EqualTo(whole[i]));
        }

        Assert.That((detector.Count, detector.MissingCount), Is.EqualTo((3000L, 3000L)));
    }

    [TestCaseSource(nameof(_all))]
    public void Update_infinity_throwsAndChangesNothing(DriftDetector detector)
    {
        detector.Reset();
        foreach (double bad in new[] { double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.That(() => detector.Update(bad), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("value"));
        }

        Assert.That((detector.Count, detector.MissingCount), Is.EqualTo((0L, 0L)));
    }

    [TestCaseSource(nameof(_all))]
    public void UpdateUntilDrift_anyPieces_isUpdateOneByOne(DriftDetector detector)
    {
        Random random = new(12);
        double[] values = [.. Errors(4000, 7).Select(value => random.Next(9) == 0 ? double.NaN : value)];
        detector.Reset();
        int[] expected = SharedStreams.Drifts(detector, values);
        (long, long, DriftState) after = (detector.Count, detector.MissingCount, detector.State);
        detector.Reset();
        List<int> drifts = [];
        for (int from = 0; from < values.Length;)
        {
            int length = Math.Min(random.Next(400), values.Length - from);
            int at = detector.UpdateUntilDrift(values.AsSpan(from, length));
            if (at >= 0)
            {
                drifts.Add(from + at);
            }

            from += at >= 0 ? at + 1 : length;
        }

        Assert.That(drifts, Is.EqualTo(expected));
        Assert.That((detector.Count, detector.MissingCount, detector.State), Is.EqualTo(after));
        Assert.That(detector.UpdateUntilDrift([]), Is.EqualTo(-1));
    }

    [TestCaseSource(nameof(_all))]
    public void UpdateUntilDrift_infinity_takesWhatIsBeforeItOnly(DriftDetector detector)
    {
        detector.Reset();
        Assert.That(() => detector.UpdateUntilDrift([0, double.NaN, 1, double.PositiveInfinity, 1]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("value"));
        Assert.That((detector.Count, detector.MissingCount), Is.EqualTo((2L, 1L)));
    }

    [TestCaseSource(nameof(_all))]
    public void Update_changeOfErrorRate_isSeenSoonAfterIt(DriftDetector detector)
    {
        detector.Reset();
        int[] drifts = SharedStreams.Drifts(detector, Errors(4000, 9));
        Assert.That(drifts.FirstOrDefault(index => index >= 2000), Is.InRange(2000, 2200));
    }

    [TestCaseSource(nameof(_all))]
    public void Update_warm_allocatesNothing(DriftDetector detector)
    {
        double[] values = Errors(4000, 10);
        detector.Reset();
        SharedStreams.Drifts(detector, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (double value in values)
        {
            detector.Update(value);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static double[] Errors(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i => random.NextDouble() < (i < count / 2 ? 0.1 : 0.7) ? 1.0 : 0)];
    }
}
