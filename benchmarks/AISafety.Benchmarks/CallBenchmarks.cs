using BenchmarkDotNet.Attributes;

namespace AISafety.Benchmarks;

/// <summary>What a wrapped call costs beside the bare one and beside Polly's pipeline around the bare one.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class CallBenchmarks
{
    private readonly SafeModel<float[], Workload.Answer> _safe = Workload.Safe();
    private readonly SafeModel<float[], Workload.Answer> _measured = Workload.Safe(measureLatency: true);

    [Benchmark(Baseline = true)]
    public float Bare() => Workload.Bare.PredictAsync(Workload.Input).Result.Probability;

    [Benchmark]
    public float Safe() => _safe.PredictAsync(Workload.Input).Result.Probability;

    [Benchmark]
    public float SafeWithLatency() => _measured.PredictAsync(Workload.Input).Result.Probability;

    [Benchmark]
    public float Polly() => Workload.CallThroughPolly().Result.Probability;

    [GlobalCleanup]
    public async Task CleanUp()
    {
        foreach (SafeModel<float[], Workload.Answer> safe in new[] { _safe, _measured })
        {
            await safe.DisposeAsync();
            MonitorStatistics statistics = safe.GetMonitorStatistics()[0];
            Console.WriteLine($"// rows dropped: {100.0 * statistics.Dropped / Math.Max(1, statistics.Recorded):f2} % of {statistics.Recorded:n0}");
        }
    }
}
