using AISafety.Incidents;
using AISafety.Tests.Alerts;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Incidents;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class IncidentExtensionsTests : IDisposable
{
    private readonly Watched _watched = new();

    public void Dispose() => _watched.Dispose();

    [Test]
    public async Task Alert_of_a_monitor_is_an_incident_at_the_desk_of_the_model_by_its_clock()
    {
        FakeTimeProvider clock = new(Desks.Start);
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.UseName("m").UseTimeProvider(clock).AddIncidents());

        await safe.AskAsync(Switchboard.High, Switchboard.Critical, Switchboard.Clear, Switchboard.Clear, Switchboard.Clear);

        Incident incident = (await safe.Incidents!.ListAsync()).Single();
        Assert.That((incident.Model, incident.Kind, incident.Severity, incident.DetectedAt), Is.EqualTo(("m", "other", IncidentSeverity.Critical, Desks.Start)));
        Assert.That(incident.Timeline.Select(entry => entry.Kind), Is.EqualTo(new[] { IncidentEntryKind.Alert, IncidentEntryKind.Alert, IncidentEntryKind.Severity, IncidentEntryKind.AlertOver }));
    }

    [Test]
    public async Task Desk_that_models_share_has_the_incidents_of_all_and_each_build_without_one_has_its_own()
    {
        IncidentDesk desk = new();
        await using SafeModel<int, string> one = Switchboard.Build(safety => safety.UseName("one").AddIncidents(desk));
        await using SafeModel<int, string> two = Switchboard.Build(safety => safety.UseName("two").AddIncidents(desk));
        await using SafeModel<int, string> own = Switchboard.Build(safety => safety.UseName("own").AddIncidents());
        await using SafeModel<int, string> none = Switchboard.Build(static _ => { });

        await one.AskAsync(Switchboard.High);
        await two.AskAsync(Switchboard.High);
        await own.AskAsync(Switchboard.High);

        Assert.That((await desk.ListAsync()).Select(incident => incident.Model), Is.EquivalentTo(new[] { "one", "two" }));
        Assert.That((await own.Incidents!.ListAsync()).Single().Model, Is.EqualTo("own"));
        Assert.That((one.Incidents, none.Incidents), Is.EqualTo((desk, (IncidentDesk?)null)));
    }

    [Test]
    public async Task Incidents_and_containment_are_counted_logged_and_observed()
    {
        FakeLogCollector logged = new();
        using MetricCollector<long> opened = _watched.Collect<long>("aisafety.incidents.opened");
        using MetricCollector<long> containment = _watched.Collect<long>("aisafety.containment");
        using MetricCollector<double> open = _watched.Collect<double>("aisafety.incidents.open");
        int failures = 1;
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.UseName("m").UseMetrics(_watched.Meters)
            .UseLogging(new Microsoft.Extensions.Logging.LoggerFactory([new FakeLoggerProvider(logged)]))
            .AddIncidents(new IncidentOptions
            {
                Containment = [new(ContainmentAction.Create("brake", (_, _) => failures-- > 0 ? throw new IOException("secret") : default, static (_, _) => default), static _ => true)],
            }));
        await safe.AskAsync(Switchboard.High);
        Incident incident = (await safe.Incidents!.ListAsync()).Single();
        await safe.Incidents.ContainAsync(incident.Id, "brake", "ann");
        await safe.Incidents.UndoAsync(incident.Id, "brake", "ann");

        open.RecordObservableInstruments();
        Assert.That(Watched.Texts(opened), Is.EqualTo(new[] { "incident_kind=other model=m severity=2: 1" }));
        Assert.That(Watched.Texts(containment), Is.EqualTo(new[]
        {
            "containment_action=brake containment_result=failed model=m: 1", "containment_action=brake containment_result=applied model=m: 1", "containment_action=brake containment_result=undone model=m: 1",
        }));
        Assert.That(Watched.Texts(open), Is.EqualTo(new[] { "model=m severity=1: 0", "model=m severity=2: 1", "model=m severity=3: 0", "model=m severity=4: 0" }));
        // The desk may have the alert before it is logged.
        Assert.That(logged.GetSnapshot().Select(record => $"{record.Id.Id} {record.Level}"), Is.EquivalentTo(new[] { "9 Error", "40 Warning", "44 Error", "44 Warning", "44 Warning" }));
        Assert.That(logged.GetSnapshot().Select(record => record.Message), Has.None.Contains("secret"));

        await safe.Incidents.AdvanceAsync(incident.Id, IncidentStage.Recovered, "ann");
        open.Clear();
        open.RecordObservableInstruments();
        Assert.That(Watched.Texts(open), Does.Contain("model=m severity=2: 0"));
    }

    [Test]
    public async Task Open_incidents_of_other_replicas_are_known_when_they_are_listed()
    {
        using MetricCollector<double> open = _watched.Collect<double>("aisafety.incidents.open");
        InProcessIncidentStore store = new();
        Desks other = new(store: store);
        Incident theirs = await other.SendAsync(other.Alert(model: "m"));
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.UseName("m").UseMetrics(_watched.Meters).AddIncidents(store: store));

        await safe.Incidents!.ListAsync(new() { IsOpen = true });
        open.RecordObservableInstruments();
        Assert.That(Watched.Texts(open), Does.Contain("model=m severity=3: 1"));
        await other.Desk.AdvanceAsync(theirs.Id, IncidentStage.Closed, "ann");
        await safe.Incidents.ListAsync(new() { IsOpen = true });
        open.Clear();
        open.RecordObservableInstruments();

        Assert.That(Watched.Texts(open), Does.Contain("model=m severity=3: 0"));
    }
}
