using AISafety.Performance;
using AISafety.Tests.Drift;

namespace AISafety.Tests.Monitoring;

[TestFixture]
public sealed class FalseAlarmBoundTests
{
    private static readonly FeatureSchema<float[]> _schema = FeatureSchema.ForVector("age", "income");

    [Test]
    public async Task GetFalseAlarmBounds_states_every_lane_of_every_monitor()
    {
        DriftRows rows = new(40, 2);
        ReferenceProfile profile = ReferenceProfile.Fit(_schema, Enumerable.Range(0, 500).Select(_ => rows.Row()));
        await using SafeModel<float[], float> safe = Model.FromDelegate((float[] row) => row[0]).WithSafety(safety => safety
            .UseFeatures(_schema)
            .UseOutcomes(static answer => answer)
            .AddDriftDetection(profile, new DriftOptions { ArlTarget = 100_000 })
            .AddDataQuality(profile, options: new() { ArlTarget = 200_000 })
            .AddServiceMonitoring(new() { Limits = [PerformanceLimit.AtMost(PerformanceMetric.ErrorRate, 0.1)], WindowSize = 1_000, WindowLength = TimeSpan.FromHours(1), Confidence = 0.99 })
            .AddErrorDriftDetection()
            .AddMonitor(static _ => new Silent()));

        IReadOnlyList<FalseAlarmBound> bounds = safe.GetFalseAlarmBounds(10_000);

        Assert.That(Of("drift").Sum(static bound => bound.PerDay), Is.EqualTo(0.1).Within(1e-12));
        Assert.That(Of("drift").Select(static bound => bound.Lane), Is.EqualTo(new[] { "features", "rows", "window-features", "window-rows" }));
        Assert.That(Of("data-quality").Sum(static bound => bound.PerDay), Is.EqualTo(0.05).Within(1e-12));

        // 10 windows of 1,000, 24 by the hour and one that is open, each wrong with 1 % at most.
        Assert.That(Of("service-performance").Single().PerDay, Is.EqualTo(0.35).Within(0.02));
        Assert.That(Of("error-drift").Single().PerDay, Is.NaN);
        Assert.That(Of("silent").Single().Holds, Is.EqualTo("The monitor states none."));

        FalseAlarmBound[] Of(string monitor) => [.. bounds.Where(bound => bound.Monitor == monitor)];
    }

    [Test]
    public async Task GetFalseAlarmBounds_of_fixed_cutoffs_is_unknown()
    {
        DriftRows rows = new(41, 2);
        ReferenceProfile profile = ReferenceProfile.Fit(_schema, Enumerable.Range(0, 500).Select(_ => rows.Row()));
        await using SafeModel<float[], float> safe = Model.FromDelegate((float[] row) => row[0]).WithSafety(safety => safety
            .UseFeatures(_schema)
            .AddDriftDetection(profile, new DriftOptions { Metric = DriftMetric.PopulationStability, Cutoffs = DriftOptions.TextbookCutoffs }));

        IReadOnlyList<FalseAlarmBound> bounds = safe.GetFalseAlarmBounds(10_000);

        Assert.That(bounds.Where(static bound => double.IsNaN(bound.PerDay)).Select(static bound => bound.Lane), Is.EqualTo(new[] { "window-features" }));
    }

    [TestCase(0)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public async Task GetFalseAlarmBounds_of_no_number_of_calls_throws(double calls)
    {
        await using SafeModel<float[], float> safe = Model.FromDelegate((float[] row) => row[0]).WithSafety(static _ => { });
        Assert.That(() => safe.GetFalseAlarmBounds(calls), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private sealed class Silent : ISafetyMonitor
    {
        public string Name => "silent";

        public void Observe(ColumnBlock block, MonitorContext context)
        {
        }
    }
}
