using AISafety.Performance;

namespace AISafety.Tests.Performance;

/// <summary>What a fallback answers is no answer of the model, and one metric that changes does not restart the others.</summary>
[TestFixture]
public sealed class FallbackTests
{
    private static readonly Scoring.Answer _rules = new(0.9, true);

    [Test]
    public async Task Answers_of_a_fallback_are_not_measured_as_the_models()
    {
        PerformanceReadings readings = new();
        PerformanceReadings errors = new();
        await using Scoring scoring = new(safety => safety
            .AddConfidenceThreshold(static answer => answer.Probability, 0.5, otherwise: SafetyAction.Block)
            .AddFallback(_rules)
            .AddPerformanceMonitoring(static answer => answer.IsOne, static answer => answer.Probability, null, readings)
            .AddRegressionMonitoring(static answer => answer.Probability, null, errors));
        await scoring.AskAsync(Enumerable.Range(0, 300).Select(i => (new Scoring.Answer(i % 3 == 0 ? 0.8 : 0.2, true), (float?)(i % 3 == 0 ? 0 : 1))));

        PerformanceReading accuracy = readings.Find(PerformanceMetric.Accuracy)!;
        Assert.That((accuracy.Count, accuracy.Value), Is.EqualTo((100L, 0.0)));
        Assert.That(errors.Find(PerformanceMetric.MeanAbsoluteError)!.Count, Is.EqualTo(100));
    }

    [Test]
    public async Task Metric_that_changes_restarts_alone()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(
            safety => safety
                .UseRecording(new() { MeasureLatency = true })
                .AddConfidenceThreshold(static answer => answer.Probability, 0.5, otherwise: SafetyAction.Block)
                .AddServiceMonitoring(null, readings),
            hasOutcomes: false);
        await scoring.AskAsync(Enumerable.Range(0, 4_000).Select(i => (new Scoring.Answer(i < 2_000 ? 0.8 : 0.2, true), (float?)null)));

        PerformanceReading errors = readings.Find(PerformanceMetric.ErrorRate)!;
        Assert.That(errors.Count, Is.LessThan(2_100), "begun anew when no one rate can have been it");
        Assert.That(errors.Since, Is.GreaterThanOrEqualTo(readings.Find(PerformanceMetric.LatencyP50)!.Since));
        Assert.That(readings.Find(PerformanceMetric.LatencyP50)!.Count, Is.EqualTo(4_000));
    }
}
