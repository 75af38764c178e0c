using System.Text.Json;
using AISafety.Incidents;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class IncidentStoreTests
{
    private static Incident New(string id, int number = 1, string group = "g") => new()
    {
        Id = id,
        GroupKey = group,
        Number = number,
        Revision = 1,
        Title = "t",
        Kind = "drift",
        Model = "credit",
        Severity = IncidentSeverity.Minor,
        DetectedAt = Desks.Start.AddMinutes(number),
    };

    private static IncidentWrite Write(InProcessIncidentStore store, Incident incident) => store.TryWriteAsync(incident, default).Result;

    [Test]
    public void Write_that_does_not_follow_is_refused()
    {
        InProcessIncidentStore store = new();

        Assert.That(Write(store, New("a") with { Revision = 2 }), Is.EqualTo(IncidentWrite.Conflict));
        Assert.That(Write(store, New("a")), Is.EqualTo(IncidentWrite.Written));
        Assert.That(Write(store, New("a")), Is.EqualTo(IncidentWrite.Conflict), "its id is taken");
        Assert.That(Write(store, New("b")), Is.EqualTo(IncidentWrite.Conflict), "its number in the group is taken");
        Assert.That(Write(store, New("b", 2)), Is.EqualTo(IncidentWrite.Written));
        Assert.That(Write(store, New("a") with { Revision = 2, Title = "new" }), Is.EqualTo(IncidentWrite.Written));
        Assert.That(Write(store, New("a") with { Revision = 2, Title = "lost update" }), Is.EqualTo(IncidentWrite.Conflict));
        Assert.That(store.GetAsync("a", default).Result!.Title, Is.EqualTo("new"));
    }

    [Test]
    public void Full_store_lets_what_was_closed_first_go_and_nothing_that_is_open()
    {
        InProcessIncidentStore store = new(2);
        Write(store, New("a"));
        Write(store, New("b", 2));
        Assert.That(Write(store, New("c", 3)), Is.EqualTo(IncidentWrite.Full));
        Assert.That(Write(store, New("o", 1, "incidents.overflow") with { Kind = IncidentKinds.Overflow }), Is.EqualTo(IncidentWrite.Written));
        Assert.That(Write(store, New("p", 2, "incidents.overflow") with { Kind = IncidentKinds.Overflow }), Is.EqualTo(IncidentWrite.Full));

        Write(store, New("b", 2) with { Revision = 2, Stage = IncidentStage.Closed, ClosedAt = Desks.Start.AddHours(1) });
        Write(store, New("a") with { Revision = 2, Stage = IncidentStage.Closed, ClosedAt = Desks.Start.AddHours(2) });
        Write(store, New("b", 2) with { Revision = 3, Stage = IncidentStage.Detected });
        Write(store, New("o", 1, "incidents.overflow") with { Kind = IncidentKinds.Overflow, Revision = 2, Stage = IncidentStage.Closed, ClosedAt = Desks.Start.AddHours(3) });

        Assert.That(Write(store, New("c", 3)), Is.EqualTo(IncidentWrite.Written));
        Assert.That((store.GetAsync("a", default).Result, store.Evicted, store.Count), Is.EqualTo(((Incident?)null, 1, 3)));
    }

    [Test]
    public async Task List_is_what_the_query_says_the_last_detected_first()
    {
        InProcessIncidentStore store = new();
        Write(store, New("a"));
        Write(store, New("b", 2) with { Stage = IncidentStage.Recovered });
        Write(store, New("c", 3, "h") with { Model = "fraud" });

        async Task<string> List(IncidentQuery query) => string.Join(",", (await store.ListAsync(query, default)).Select(one => one.Id));
        Assert.That(await List(IncidentQuery.All), Is.EqualTo("c,b,a"));
        Assert.That(await List(new() { GroupKey = "g" }), Is.EqualTo("b,a"));
        Assert.That(await List(new() { GroupKey = "none" }), Is.Empty);
        Assert.That(await List(new() { IsOpen = true, Limit = 1 }), Is.EqualTo("c"));
        Assert.That(await List(new() { Model = "credit", IsOpen = false }), Is.EqualTo("b"));
        Assert.That(await List(new() { From = Desks.Start.AddMinutes(2), To = Desks.Start.AddMinutes(3) }), Is.EqualTo("b"));
    }

    [Test]
    public async Task Incident_can_be_written_as_json_and_read_back()
    {
        Desks desks = new(new() { Containment = [new(ContainmentAction.Create("a", static (_, _) => default, static (_, _) => default), static _ => true)] });
        await desks.SendAsync(desks.Alert() with { Value = double.NaN });
        Incident incident = await desks.SendAsync(desks.Alert(feature: null, state: AlertState.Updated) with { Since = Desks.Start.AddHours(-1) });

        string json = JsonSerializer.Serialize(incident);
        Incident read = JsonSerializer.Deserialize<Incident>(json)!;

        Assert.That(JsonSerializer.Serialize(read), Is.EqualTo(json));
        Assert.That(read.Timeline, Is.EqualTo(incident.Timeline));
        Assert.That(read.Containment, Is.EqualTo(incident.Containment));
    }

    [Test]
    public async Task Two_desks_on_one_store_make_one_incident_and_lose_no_alert()
    {
        const int Threads = 4;
        const int Each = 250;
        InProcessIncidentStore store = new();
        FakeTimeProvider clock = new(Desks.Start);
        int applied = 0;
        Desks[] desks = [.. Enumerable.Range(0, 2).Select(_ => new Desks(
            new() { Containment = [new(ContainmentAction.Create("brake", (_, _) => { Interlocked.Increment(ref applied); return default; }, static (_, _) => default), static _ => true)] }, store, clock))];
        using Barrier barrier = new(Threads);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                Desks mine = desks[thread % 2];
                barrier.SignalAndWait();
                for (int i = 0; i < Each; i++)
                {
                    mine.Desk.SendAsync(mine.Alert(feature: $"f{i % 3}", state: AlertState.Updated, condition: $"c{thread}", id: $"{thread}-{i}"), default).AsTask().Wait();
                }
            },
            TaskCreationOptions.LongRunning)));

        Incident incident = (await store.ListAsync(IncidentQuery.All, default)).Single();
        Assert.That(desks.Sum(one => one.Desk.Statistics.Recorded), Is.EqualTo(Threads * Each));
        Assert.That((incident.Alerts, incident.Conditions.Count, incident.Conditions.Sum(one => one.Alerts)), Is.EqualTo((Threads * Each, 3, Threads * Each)));
        Assert.That(incident.Timeline.Count + incident.EntriesLeftOut, Is.EqualTo((Threads * Each) + 3), "each alert, and the action begun, applied, and the stage that follows");
        Assert.That((applied, incident.Containment.Single().State), Is.EqualTo((1, ContainmentState.Applied)));
        Assert.That(desks.Sum(one => one.Desk.Statistics.Opened), Is.EqualTo(1));
    }

    [Test]
    public async Task Flood_of_alerts_is_bounded_and_adds_up()
    {
        const int Alerts = 100_000;
        InProcessIncidentStore store = new(50);
        Desks desks = new(new() { GroupBy = alert => alert.Model, TimelineCapacity = 32, ConditionCapacity = 8 }, store);

        for (int i = 0; i < Alerts; i++)
        {
            await desks.Desk.SendAsync(desks.Alert(model: $"m{i % 997}", feature: $"f{i % 13}", severity: (AlertSeverity)(1 + (i % 4))), default);
        }

        IReadOnlyList<Incident> incidents = await desks.Desk.ListAsync();
        IncidentDeskStatistics statistics = desks.Desk.Statistics;
        Assert.That((incidents.Count, store.Count), Is.EqualTo((51, 51)));
        Assert.That(incidents.Max(one => one.Timeline.Count), Is.LessThanOrEqualTo(32));
        Assert.That(incidents.Max(one => one.Conditions.Count), Is.LessThanOrEqualTo(8));
        Assert.That((statistics.Received, statistics.Recorded, statistics.Pending, statistics.Opened), Is.EqualTo((Alerts, Alerts, 0, 51)));
        Assert.That(incidents.Sum(one => one.Alerts), Is.EqualTo(Alerts));
        Incident overflow = incidents.Single(one => one.Kind == IncidentKinds.Overflow);
        Assert.That(overflow.ConditionsLeftOut + overflow.Conditions.Sum(one => one.Alerts), Is.EqualTo(overflow.Alerts));
        Assert.That((overflow.Severity, overflow.IsQuiet), Is.EqualTo((IncidentSeverity.Critical, false)));
    }

    [Test]
    public async Task Overflow_is_one_incident_however_long_ago_it_was_last_heard_of()
    {
        Desks desks = new(store: new InProcessIncidentStore(1));
        await desks.SendAsync(desks.Alert());
        await desks.SendAsync(desks.Alert(model: "fraud"));

        await desks.Later(5 * 60).SendAsync(desks.Alert(model: "churn"));

        Assert.That((desks.Desk.Statistics.Recorded, desks.Desk.Statistics.Pending, desks.Desk.Statistics.Opened), Is.EqualTo((3, 0, 2)));
    }

    [Test]
    public async Task End_of_a_condition_that_overflowed_finds_its_incident()
    {
        Desks desks = new(store: new InProcessIncidentStore(1));
        await desks.SendAsync(desks.Alert());
        await desks.Later().SendAsync(desks.Alert(model: "fraud"));

        Incident overflow = await desks.SendAsync(desks.Alert(model: "fraud", state: AlertState.Resolved));

        Assert.That((overflow.Kind, overflow.IsQuiet), Is.EqualTo((IncidentKinds.Overflow, true)));
        Assert.That(desks.Desk.Statistics, Is.EqualTo(new IncidentDeskStatistics(3, 3, 0, 0, 0, 0) { Opened = 2 }));
    }
}
