using AISafety.Performance;

namespace AISafety.Tests.Performance;

[TestFixture]
public sealed class RegressionAndServiceTests
{
    [TestCase(null)]
    [TestCase(2.0)]
    public async Task Regression_errors_hold_the_truth_and_alert_beyond_the_limit(double? greatest)
    {
        PerformanceReadings readings = new();
        RegressionMonitoringOptions options = new() { GreatestError = greatest, Limits = [PerformanceLimit.AtMost(PerformanceMetric.MeanAbsoluteError, 0.4), PerformanceLimit.AtMost(PerformanceMetric.RootMeanSquareError, 0.7)] };
        await using Scoring scoring = new(safety => safety.AddRegressionMonitoring(answer => answer.Probability, options, readings));

        // Errors are uniform in -1 to 1: MAE 1/2, RMSE sqrt(1/3).
        Random random = new(1);
        await scoring.AskAsync(Enumerable.Range(0, 3000).Select(_ => random.NextDouble()).Select(value => (new Scoring.Answer(value, true), (float?)(value + 2 * random.NextDouble() - 1))));

        Assert.That(readings.Find(PerformanceMetric.MeanAbsoluteError)!.Interval.Contains(0.5));
        Assert.That(readings.Find(PerformanceMetric.RootMeanSquareError)!.Interval.Contains(Math.Sqrt(1 / 3.0)));
        Assert.That(readings.Find(PerformanceMetric.MeanAbsoluteError)!.Interval.Width, Is.LessThan(0.15));
        Assert.That(scoring.Alerts.Select(alert => alert.Metric), Is.EqualTo(new[] { "mae" }));
    }

    [Test]
    public async Task Service_error_rate_and_latency_are_measured()
    {
        PerformanceReadings readings = new();
        ServiceMonitoringOptions options = new() { Limits = [PerformanceLimit.AtMost(PerformanceMetric.ErrorRate, 0.1), PerformanceLimit.AtMost(PerformanceMetric.LatencyP99, 60_000)] };
        await using Scoring scoring = new(
            safety => safety.UseRecording(new() { MeasureLatency = true })
                .AddConfidenceThreshold(answer => answer.Probability, 0.25, otherwise: SafetyAction.Block)
                .AddServiceMonitoring(options, readings),
            hasOutcomes: false);
        await scoring.AskAsync(Scoring.Draw(1, 2000).Select(call => (call.Answer, (float?)null)));

        Assert.That(readings.Find(PerformanceMetric.ErrorRate)!.Interval.Contains(0.25));
        Assert.That(readings.Find(PerformanceMetric.ErrorRate)!.Count, Is.EqualTo(2000));
        PerformanceReading median = readings.Find(PerformanceMetric.LatencyP50)!;
        PerformanceReading tail = readings.Find(PerformanceMetric.LatencyP99)!;
        Assert.That(median.Value, Is.GreaterThan(0).And.LessThanOrEqualTo(tail.Value));
        Assert.That(median.Interval.Contains(median.Value) && tail.Interval.Lower <= tail.Value && tail.Interval.Upper >= tail.Value);
        Assert.That(scoring.Alerts.Select(alert => alert.Metric), Is.EqualTo(new[] { "error-rate" }));
    }

    [Test]
    public void Throughput_counts_calls_a_second_and_spans_without_any()
    {
        ThroughputStream stream = new(0.05, TimeSpan.FromSeconds(10));
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int second = 0; second < 600; second++)
        {
            // 20 a second, but nothing in every other ten seconds.
            if (second / 10 % 2 == 0)
            {
                stream.Add(start.AddSeconds(second), 20);
            }
        }

        Assert.That(stream.Count, Is.EqualTo(58));
        Assert.That(stream.Value, Is.EqualTo(10));
        Assert.That(stream.Interval.Contains(10) && stream.Interval.Lower > 0);
        stream.Add(start.AddYears(1), 1);
        Assert.That(stream.Count, Is.LessThan(200_000), "a year of silence does not hold up the monitor");
    }

    [Test]
    public void Throughput_goes_on_after_the_clock_went_back()
    {
        ThroughputStream stream = new(0.05, TimeSpan.FromSeconds(10));
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int second = 0; second < 400; second++)
        {
            stream.Add(start.AddSeconds(second), 1);
        }

        for (int second = 0; second < 4_000; second++)
        {
            stream.Add(start.AddHours(-1).AddSeconds(second), 1);
        }

        Assert.That(stream.Count, Is.EqualTo(39 + 399));
        Assert.That(stream.Value, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Throughput_of_rows_that_arrive_out_of_order_counts_each_once()
    {
        ThroughputStream stream = new(0.05, TimeSpan.FromSeconds(10));
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (int second = 0; second < 1_000; second += 2)
        {
            stream.Add(start.AddSeconds(second + 1), 1);
            stream.Add(start.AddSeconds(second), 1);
        }

        Assert.That(stream.Count, Is.EqualTo(99));
        Assert.That(stream.Value, Is.EqualTo(1).Within(0.01));
    }

    [Test]
    public void Build_regression_options_out_of_range_are_refused()
    {
        Refused(new RegressionMonitoringOptions { GreatestError = -1 }, "GreatestError is -1");
        Refused(new RegressionMonitoringOptions { Confidence = 1 }, "Confidence is 1");
        Refused(new RegressionMonitoringOptions { WindowSize = 5 }, "WindowSize is 5");
        Refused(new RegressionMonitoringOptions { Limits = [PerformanceLimit.AtLeast(PerformanceMetric.Accuracy, 0.7)] }, "Accuracy");
    }

    [Test]
    public void Build_service_options_out_of_range_are_refused()
    {
        Refused(new ServiceMonitoringOptions { WindowSize = 1 }, "WindowSize is 1");
        Refused(new ServiceMonitoringOptions { WindowLength = TimeSpan.Zero }, "WindowLength");
        Refused(new ServiceMonitoringOptions { ThroughputSpan = TimeSpan.FromMilliseconds(1) }, "ThroughputSpan");
        Refused(new ServiceMonitoringOptions { Confidence = double.NaN }, "Confidence");
        Refused(new ServiceMonitoringOptions { Limits = [PerformanceLimit.AtMost(PerformanceMetric.LatencyP50, 1)] }, "MeasureLatency");
        Refused(new ServiceMonitoringOptions { Limits = [PerformanceLimit.AtMost(PerformanceMetric.Accuracy, 1)] }, "Accuracy");
        Refused(new ServiceMonitoringOptions { Limits = null! }, "Limits");
    }

    private static void Refused(RegressionMonitoringOptions options, string named) =>
        Assert.That(() => new Scoring(safety => safety.AddRegressionMonitoring(answer => answer.Probability, options)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(named));

    private static void Refused(ServiceMonitoringOptions options, string named) =>
        Assert.That(() => new Scoring(safety => safety.AddServiceMonitoring(options)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(named));
}
