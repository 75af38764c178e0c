using AISafety.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Drift;

[TestFixture]
public sealed class DriftMonitorTests
{
    private static readonly FeatureSchema<float[]> _schema = FeatureSchema.ForVector("age", "income");
    private static readonly FeatureSchema<float> _score = FeatureSchema.For<float>().Numeric("score", score => score);

    [Test]
    public async Task Observe_inputs_and_outputs_drift_raises_alerts_that_end_when_windows_are_calm()
    {
        DriftRows rows = new(30, 2);
        float bias = 0;
        IModel<float[], float> model = Model.FromDelegate((float[] row) => row[0] + row[1] + bias);
        ReferenceProfile profile = ReferenceProfile.Fit(_schema, _score, Enumerable.Range(0, 1_000).Select(_ => rows.Row()).Select(row => (row, row[0] + row[1])));
        FakeTimeProvider clock = new(new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        List<SafetyAlert> alerts = [];
        List<DriftWindow> windows = [];
        await using SafeModel<float[], float> safe = model.WithSafety(safety => safety
            .UseTimeProvider(clock)
            .UseFeatures(_schema)
            .UseAlerts(new AlertOptions { ClearReports = 2 })
            .AddDriftDetection(profile, new() { WindowRows = 500 }, _score, windows.Add)
            .OnAlert(alerts.Add));
        await Call(2_000, 0);
        Assert.That(alerts, Is.Empty);
        Assert.That(windows.Select(static window => window.FirstRow), Is.EqualTo(new[] { 0, 500, 1_000, 1_500 }));

        DateTimeOffset changed = clock.GetUtcNow();
        bias = 3;
        await Call(500, 0);
        Assert.That(alerts.Select(static alert => alert.Code), Is.SubsetOf(new[] { "drift.predictions", "drift.window-predictions" }));
        SafetyAlert alert = alerts.First(static one => one.Code == "drift.predictions");
        Assert.That((alert.Monitor, alert.Metric, alert.Severity, alert.Drivers[0].Name), Is.EqualTo(("drift", "e-detector", AlertSeverity.Medium, "score")));
        Assert.That(alert.Since, Is.EqualTo(changed).Within(TimeSpan.FromMinutes(30)));
        Assert.That(alert.Message, Does.StartWith("Outputs changed against the reference: score, ks "));
        Assert.That(alert.SuggestedAction, Is.Not.Null);

        bias = 0;
        alerts.Clear();
        await Call(2_000, 0);
        Assert.That(alerts.Where(static one => one.State == AlertState.Resolved).Select(static one => one.Code), Does.Contain("drift.predictions"));

        await Call(500, 2);
        Assert.That(alerts.Select(static one => one.Code), Does.Contain("drift.features"));

        async Task Call(int count, double shift)
        {
            for (int i = 0; i < count; i++)
            {
                await safe.EvaluateAsync(rows.Row(shift));
                if (i % 100 == 99)
                {
                    await safe.FlushAsync();
                    clock.Advance(TimeSpan.FromMinutes(15));
                }
            }
        }
    }

    [Test]
    public async Task Observe_further_feature_is_sent_while_the_alert_is_open()
    {
        Fed fed = Fed.Start();
        await fed.Call(3_000, static row => row[0] += 1);
        fed.Alerts.Clear();
        await fed.Call(3_000, static row => (row[0], row[1]) = (row[0] + 1, row[1] + 2));
        Assert.That(
            fed.Alerts.Where(static alert => alert.State == AlertState.Updated).SelectMany(static alert => alert.Drivers).Select(static driver => driver.Name), Does.Contain("income"));
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public async Task Observe_small_lasting_drift_stays_open_while_windows_cannot_see_it()
    {
        Fed fed = Fed.Start(reference: 10_000, window: 200);
        await fed.Call(20_000, static row => row[0] += 0.2f);
        Assert.That(fed.Alerts.Where(static alert => alert.Code == "drift.features").Select(static alert => alert.State), Does.Contain(AlertState.Raised).And.Not.Contain(AlertState.Resolved));
        fed.Alerts.Clear();
        await fed.Call(12_000, static _ => { });
        Assert.That(fed.Alerts.Where(static alert => alert.Code == "drift.features").Select(static alert => alert.State), Does.Contain(AlertState.Resolved));
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public async Task Observe_refused_calls_are_no_drift_of_outputs()
    {
        Fed fed = Fed.Start(isRefused: static row => row[0] > -5);
        await fed.Call(5_000, static _ => { });
        Assert.That(fed.Alerts.Where(static alert => alert.Code.Contains("prediction", StringComparison.Ordinal)), Is.Empty);
        Assert.That(fed.Windows.All(static window => window.IsCalm), Is.True);
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public async Task Observe_some_calls_refused_drift_of_the_other_outputs_is_found()
    {
        Fed fed = Fed.Start(isRefused: static row => row[1] > 0);
        fed.Bias = 3;
        await fed.Call(3_000, static _ => { });
        SafetyAlert alert = fed.Alerts.First(static one => one.Code == "drift.predictions");
        Assert.That(alert.Drivers[0].Name, Is.EqualTo("score"));
        Assert.That(fed.Alerts.Select(static one => one.Code), Does.Contain("drift.window-predictions").And.Not.Contain("drift.features"));
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public async Task Observe_windows_without_answers_do_not_end_an_alert_about_outputs()
    {
        bool isDenied = false;
        Fed fed = Fed.Start(isRefused: _ => isDenied);
        fed.Bias = 3;
        await fed.Call(2_000, static _ => { });
        Assert.That(fed.Alerts.Select(static one => one.Code), Does.Contain("drift.window-predictions"));
        fed.Alerts.Clear();
        isDenied = true;
        await fed.Call(4_000, static _ => { });
        Assert.That(fed.Windows[^1].IsCalm, Is.True);
        Assert.That(fed.Alerts.Where(static one => one.Code.Contains("predictions", StringComparison.Ordinal)), Is.Empty);
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public async Task Observe_onWindow_that_throws_loses_no_alert()
    {
        Fed fed = Fed.Start(onWindow: static _ => throw new InvalidOperationException());
        await fed.Call(2_000, static row => row[0] += 3);
        Assert.That(fed.Alerts.Select(static one => one.Code), Does.Contain("drift.window-features").And.Contain("drift.features").And.Contain("monitor.failed"));
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public async Task Observe_small_windows_are_all_told()
    {
        Fed fed = Fed.Start(window: 100);
        await fed.Call(2_560, static _ => { });
        Assert.That(fed.Windows.Select(static window => window.Look), Is.EqualTo(Enumerable.Range(1, 25)));
        await fed.Safe.DisposeAsync();
    }

    [Test]
    public void AddDriftDetection_what_does_not_fit_is_named()
    {
        DriftRows rows = new(31, 2);
        ReferenceProfile inputs = ReferenceProfile.Fit(_schema, Enumerable.Range(0, 100).Select(_ => rows.Row()));
        ReferenceProfile both = ReferenceProfile.Fit(_schema, _score, Enumerable.Range(0, 100).Select(_ => (rows.Row(), 1f)));
        IModel<float[], float> model = Model.FromDelegate((float[] row) => row[0]);
        Fails("UseFeatures", safety => safety.AddDriftDetection(inputs));
        Fails("'income'", safety => safety.UseFeatures(FeatureSchema.ForVector("age", "salary")).AddDriftDetection(inputs));
        Fails("has outputs", safety => safety.UseFeatures(_schema).AddDriftDetection(both));
        Fails("outputs", safety => safety.UseFeatures(_schema).AddDriftDetection(inputs, outputs: _score));
        Fails("ArlTarget is 5", safety => safety.UseFeatures(_schema).AddDriftDetection(inputs, new DriftOptions { ArlTarget = 5 }));

        void Fails(string expected, Action<SafetyBuilder<float[], float>> describe) =>
            Assert.That(() => model.WithSafety(describe), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(expected));
    }
}
