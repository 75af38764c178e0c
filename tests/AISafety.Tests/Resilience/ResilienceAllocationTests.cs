namespace AISafety.Tests.Resilience;

[TestFixture]
[NonParallelizable]
public sealed class ResilienceAllocationTests
{
    private static IEnumerable<TestCaseData> Parts()
    {
        static TestCaseData Part(string name, Action<SafetyBuilder<float[], float>> add) => new TestCaseData(add).SetArgDisplayNames(name);
        yield return Part("circuit breaker", safety => safety.AddCircuitBreaker());
        yield return Part("circuit breaker with all circuits", safety => safety.UseOutcomes(output => output).AddCircuitBreaker(new() { RefusedRatio = 0.2, ErrorRatio = 0.2, When = _ => true }));
        yield return Part("timeout", safety => safety.AddTimeout(TimeSpan.FromSeconds(10)));
        yield return Part("retry", safety => safety.AddRetry());
        yield return Part("hedge", safety => safety.AddHedging(Model.FromDelegate<float[], float>(static x => x[0]), TimeSpan.FromSeconds(10)));
        yield return Part("hedge inside a ladder", safety => safety
            .AddHedging(Model.FromDelegate<float[], float>(static x => x[0]), TimeSpan.FromSeconds(10)).AddDegradation(rungs => rungs.Rules(_ => 0)));
        yield return Part("ladder", safety => safety.AddDegradation(rungs => rungs.Rules(_ => 0).Refuse(), new() { SlowAfter = TimeSpan.FromSeconds(1) }));
    }

    [TestCaseSource(nameof(Parts))]
    public async Task PredictAsync_everything_allowed_allocates_nothing(Action<SafetyBuilder<float[], float>> add)
    {
        float[] input = [1];
        await using SafeModel<float[], float> safe = Model.FromDelegate<float[], float>(static x => x[0]).WithSafety(safety => add(safety));
        for (int i = 0; i < 50_000; i++)
        {
            _ = safe.PredictAsync(input).Result;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20_000; i++)
        {
            _ = safe.PredictAsync(input).Result;
        }

        // Polly opens a new bucket of its window every few seconds.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(20_000));
    }
}
