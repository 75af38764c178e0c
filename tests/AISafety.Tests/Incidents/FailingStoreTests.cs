using AISafety.Incidents;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class FailingStoreTests
{
    private sealed class Store : IIncidentStore
    {
        private readonly InProcessIncidentStore _inner = new();

        public Func<string, bool> Fails { get; set; } = static _ => false;

        /// <summary>Which incidents it never takes.</summary>
        public Func<Incident, bool> Refuses { get; set; } = static _ => false;

        /// <summary>Writes, and throws all the same, once.</summary>
        public bool WritesAndThrows { get; set; }

        public ValueTask<Incident?> GetAsync(string id, CancellationToken cancellationToken) => Do("get", () => _inner.GetAsync(id, cancellationToken));

        public ValueTask<IReadOnlyList<Incident>> ListAsync(IncidentQuery query, CancellationToken cancellationToken) => Do("list", () => _inner.ListAsync(query, cancellationToken));

        public ValueTask<IncidentWrite> TryWriteAsync(Incident incident, CancellationToken cancellationToken) => Do("write", async () =>
        {
            if (Refuses(incident))
            {
                throw new IOException("this one");
            }

            IncidentWrite written = await _inner.TryWriteAsync(incident, cancellationToken);
            if (WritesAndThrows)
            {
                WritesAndThrows = false;
                throw new IOException("late");
            }

            return written;
        });

        private ValueTask<T> Do<T>(string what, Func<ValueTask<T>> act) => Fails(what) ? throw new IOException("disk") : act();
    }

    [Test]
    public async Task Alerts_wait_for_a_store_that_fails_and_are_written_in_their_order()
    {
        Store store = new() { Fails = static _ => true };
        Desks desks = new(store: store);
        await desks.Desk.SendAsync(desks.Alert(), default);
        await desks.Later(0.001).Desk.SendAsync(desks.Alert(state: AlertState.Updated), default);
        Assert.That((desks.Desk.Statistics.Pending, desks.Desk.GetHealth().State), Is.EqualTo((2, HealthState.Degraded)));
        Assert.That(await desks.Desk.FlushAsync(), Is.False);

        store.Fails = static _ => false;
        await desks.Desk.SendAsync(desks.Alert(state: AlertState.Resolved), default);
        Assert.That(await desks.Desk.FlushAsync(), Is.True);

        Assert.That((await desks.OnlyAsync()).Timeline.Select(entry => entry.Kind), Is.EqualTo(new[] { IncidentEntryKind.Alert, IncidentEntryKind.Alert, IncidentEntryKind.AlertOver }));
        Assert.That((await desks.OnlyAsync()).DetectedAt, Is.EqualTo(Desks.Start));
        Assert.That(desks.Desk.Statistics, Is.EqualTo(new IncidentDeskStatistics(3, 3, 0, 0, 0, 0) { Opened = 1, StoreFailures = 2 }));
        Assert.That(desks.Desk.GetHealth().State, Is.EqualTo(HealthState.Healthy));
    }

    [TestCase(null)]
    [TestCase("incident ../../etc: it")]
    public async Task Alert_that_speaks_of_an_incident_has_the_store_asked_for_nothing(string? setOffBy)
    {
        Desks desks = new(store: new Store { Fails = static what => what == "get" });

        await desks.SendAsync(desks.Alert() with { Message = "By aisafety: incident ../../etc: it.", SetOffBy = setOffBy });

        Assert.That((desks.Desk.Statistics.Recorded, desks.Desk.Statistics.StoreFailures), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Timer_tries_again_by_itself()
    {
        Store store = new() { Fails = static _ => true };
        Desks desks = new(store: store);
        await desks.Desk.SendAsync(desks.Alert(), default);
        store.Fails = static _ => false;

        desks.Clock.Advance(TimeSpan.FromSeconds(1));
        await desks.Desk.FlushAsync();

        Assert.That(desks.Desk.Statistics, Is.EqualTo(new IncidentDeskStatistics(1, 1, 0, 0, 0, 0) { Opened = 1, StoreFailures = 1 }));
    }

    [Test]
    public async Task What_waits_is_bounded_and_what_gives_way_is_counted()
    {
        Store store = new() { Fails = static _ => true };
        Desks desks = new(new() { BacklogCapacity = 10 }, store);
        for (int i = 0; i < 25; i++)
        {
            await desks.Desk.SendAsync(desks.Alert(feature: FormattableString.Invariant($"f{i}")), default);
        }

        Assert.That((desks.Desk.Statistics.Lost, desks.Desk.Statistics.Pending), Is.EqualTo((15, 10)));
        store.Fails = static _ => false;
        await desks.Desk.FlushAsync();

        Assert.That((await desks.OnlyAsync()).Conditions.Select(one => one.Feature), Is.EqualTo(Enumerable.Range(15, 10).Select(i => FormattableString.Invariant($"f{i}"))));
        Assert.That(desks.Desk.Statistics.Pending, Is.Zero);
    }

    [Test]
    public async Task DisposeAsync_tries_once_more_and_counts_what_is_left_as_lost()
    {
        Store store = new() { Fails = static _ => true };
        Desks desks = new(store: store);
        await desks.Desk.SendAsync(desks.Alert(), default);

        await desks.Desk.DisposeAsync();
        await desks.Desk.SendAsync(desks.Alert(), default);

        Assert.That(desks.Desk.Statistics, Is.EqualTo(new IncidentDeskStatistics(2, 0, 0, 0, 0, 2) { StoreFailures = 3 }));
    }

    [Test]
    public async Task Result_of_an_action_waits_for_the_store_and_the_action_is_not_applied_twice()
    {
        Store store = new();
        int applied = 0;
        Desks desks = new(
            new()
            {
                Containment =
                [
                    new(ContainmentAction.Create("brake", (_, _) =>
                    {
                        applied++;
                        store.Fails = static _ => true;
                        return default;
                    }, static (_, _) => default), static _ => true),
                ],
            },
            store);
        await desks.Desk.SendAsync(desks.Alert(), default);
        store.Fails = static _ => false;
        Assert.That((await desks.OnlyAsync()).Containment.Single().State, Is.EqualTo(ContainmentState.Applying));

        Assert.That(await desks.Desk.FlushAsync(), Is.True);

        Assert.That(((await desks.OnlyAsync()).Containment.Single().State, applied), Is.EqualTo((ContainmentState.Applied, 1)));
        Assert.That(desks.Desk.Statistics.Pending, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Action_that_was_claimed_in_a_write_that_threw_is_applied_once_whether_or_not_it_was_written(bool isWritten)
    {
        int applied = 0;
        Store store = new() { WritesAndThrows = isWritten, Fails = what => !isWritten && what == "write" };
        Desks desks = new(new() { Containment = [new(ContainmentAction.Create("brake", (_, _) => { applied++; return default; }, static (_, _) => default), static _ => true)] }, store);
        await desks.Desk.SendAsync(desks.Alert(severity: AlertSeverity.Critical), default);
        Assert.That((applied, desks.Desk.Statistics.Pending), Is.EqualTo((0, 1)));

        store.Fails = static _ => false;
        Assert.That(await desks.Desk.FlushAsync(), Is.True);
        await desks.Desk.SendAsync(desks.Alert(severity: AlertSeverity.Critical, state: AlertState.Reminder), default);

        Assert.That(((await desks.OnlyAsync()).Containment.Single().State, applied), Is.EqualTo((ContainmentState.Applied, 1)));
    }

    [Test]
    public async Task Incident_that_the_store_never_takes_holds_up_only_its_group()
    {
        Store store = new() { Refuses = static incident => incident.Model == "bad" };
        Desks desks = new(store: store);
        await desks.Desk.SendAsync(desks.Alert(model: "bad"), default);
        await desks.Desk.SendAsync(desks.Alert(model: "early"), default);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(await desks.Desk.FlushAsync(), Is.False);
        }

        await desks.Desk.SendAsync(desks.Alert(model: "late"), default);
        await desks.Desk.SendAsync(desks.Alert(model: "bad", state: AlertState.Updated), default);
        Assert.That((desks.Desk.Statistics.Recorded, desks.Desk.Statistics.Pending, desks.Desk.Statistics.SetAside), Is.EqualTo((2, 2, 1)));
        Assert.That(desks.Desk.GetHealth().State, Is.EqualTo(HealthState.Degraded));

        store.Refuses = static _ => false;
        Assert.That(await desks.Desk.FlushAsync(), Is.True);
        Incident bad = (await desks.Desk.ListAsync(new() { Model = "bad" })).Single();
        Assert.That(bad.Timeline.Select(entry => entry.Text.Contains("updated", StringComparison.Ordinal)), Is.EqualTo(new[] { false, true }));
        Assert.That((desks.Desk.Statistics.Recorded, desks.Desk.Statistics.Pending), Is.EqualTo((4, 0)));
    }

    [Test]
    public async Task People_are_told_when_the_store_fails()
    {
        Store store = new();
        Desks desks = new(store: store);
        Incident incident = await desks.SendAsync(desks.Alert());
        store.Fails = static what => what == "write";

        Assert.That(async () => await desks.Desk.NoteAsync(incident.Id, "ann", "hm"), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Store_in_which_others_always_come_first_is_a_store_that_fails()
    {
        Desks desks = new(store: new Busy());

        await desks.Desk.SendAsync(desks.Alert(), default);

        Assert.That((desks.Desk.Statistics.Pending, desks.Desk.Statistics.StoreFailures), Is.EqualTo((1, 1)));
    }

    private sealed class Busy : IIncidentStore
    {
        public ValueTask<Incident?> GetAsync(string id, CancellationToken cancellationToken) => default;

        public ValueTask<IReadOnlyList<Incident>> ListAsync(IncidentQuery query, CancellationToken cancellationToken) => new([]);

        public ValueTask<IncidentWrite> TryWriteAsync(Incident incident, CancellationToken cancellationToken) => new(IncidentWrite.Conflict);
    }
}
