using AISafety.Tests.Support;

namespace AISafety.Tests.Engine;

[TestFixture]
[NonParallelizable]
public sealed class AllocationTests
{
    private static readonly float[] _single = [1];
    private static readonly float[] _pair = [1, 2];

    [TestCase(false)]
    [TestCase(true)]
    public async Task PredictAsync_everything_allowed_allocates_nothing(bool measureLatency)
    {
        float[] input = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        FeatureSchema<float[]> schema = FeatureSchema.ForVector(Enumerable.Range(0, 10).Select(i => $"f{i}").ToArray());
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(safety =>
        {
            safety.UseFeatures(schema)
                .UseRecording(new() { MeasureLatency = measureLatency })
                .AddInputGuard(new Pass<float[], float>())
                .AddOutputGuard(new Pass<float[], float>())
                .AddMonitor(new Scripted.Monitor("monitor", static (_, _) => { }));
            safety.AddColumn("output", static (_, output) => output);
            safety.AddCodes("group", static x => x[0] > 0 ? 1 : 0, [0, 1]);
        });

        Assert.That(Allocated(safe, input), Is.Zero);
    }

    [Test]
    public async Task PredictAsync_through_the_first_guards_allocates_nothing()
    {
        Random random = new(1);
        float[][] reference = [.. Enumerable.Range(0, 400).Select(_ => (float[])[.. Enumerable.Range(0, 10).Select(_ => random.NextSingle())])];
        float[] input = reference[0];
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static _ => 0.9f).WithSafety(safety => safety
            .UseFeatures(FeatureSchema.ForVector(Enumerable.Range(0, 10).Select(i => $"f{i}").ToArray()).WithRange("f0", 0, 1))
            .AddInputValidation(rules => rules.Rule("test.rule", x => x[1] < 2, "The second is small."))
            .AddAnomalyDetection(reference)
            .AddOutputValidation(rules => rules.Range("answer", x => x, 0f, 1f))
            .AddConfidenceThreshold(x => x, minimum: 0.7)
            .AddMonitor(new Scripted.Monitor("monitor", static (_, _) => { })));
        Assert.That((await safe.EvaluateAsync(input)).Action, Is.EqualTo(SafetyAction.Allow));

        Assert.That(Allocated(safe, input), Is.Zero);
    }

    [Test]
    public async Task PredictAsync_consumer_starved_allocates_nothing_and_counts_what_it_drops()
    {
        using ManualResetEventSlim release = new();
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(safety => safety
            .UseFeatures(FeatureSchema.ForVector("f"))
            .UseRecording(new() { QueueCapacity = 2 })
            .AddMonitor(new Scripted.Monitor("stuck", (_, _) => release.Wait())));

        Assert.That(Allocated(safe, [1f]), Is.Zero);

        release.Set();
        await safe.FlushAsync();
        MonitorStatistics statistics = safe.GetMonitorStatistics()[0];
        Assert.That(statistics.Dropped, Is.Positive);
        Assert.That(statistics.Recorded, Is.EqualTo(statistics.Observed + statistics.Dropped));
    }

    [Test]
    public async Task PredictAsync_lane_that_was_never_used_allocates_nothing()
    {
        // The thread's own lane is out while its call asks once more, as it may be while a sweep looks at it.
        SafeModel<float[], float> safe = null!;
        safe = Model.FromDelegate<float[], float>(x => x.Length == 2 ? safe.PredictAsync(_single).Result : x[0]).WithSafety(safety => safety
            .UseTimeProvider(new Microsoft.Extensions.Time.Testing.FakeTimeProvider())
            .AddInputGuard(new Pass<float[], float>()));
        await using SafeModel<float[], float> owned = safe;
        for (int i = 0; i < 1000; i++)
        {
            _ = safe.PredictAsync(_single).Result;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = safe.PredictAsync(_pair).Result;
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static long Allocated(SafeModel<float[], float> safe, float[] input)
    {
        // Tier 1 and the first blocks come before the measurement.
        for (int i = 0; i < 50_000; i++)
        {
            _ = safe.PredictAsync(input).Result;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50_000; i++)
        {
            _ = safe.PredictAsync(input).Result;
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Pass<TIn, TOut> : IInputGuard<TIn>, IOutputGuard<TIn, TOut>
    {
        public string Name => "pass";

        public ValueTask<Verdict<TIn>> InspectAsync(TIn input, SafetyContext context) => new(Verdict.Allow);

        public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context) => new(Verdict.Allow);
    }
}
