using AISafety.Incidents;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class IncidentDeskTests
{
    [TestCase(AlertSeverity.Critical, IncidentSeverity.Critical)]
    [TestCase(AlertSeverity.High, IncidentSeverity.Major)]
    [TestCase(AlertSeverity.Medium, IncidentSeverity.Moderate)]
    [TestCase(AlertSeverity.Low, IncidentSeverity.Minor)]
    [TestCase(AlertSeverity.None, IncidentSeverity.Minor)]
    public async Task Alert_opens_an_incident_of_the_severity_that_the_defaults_say(AlertSeverity alert, IncidentSeverity expected)
    {
        Desks desks = new();

        Incident incident = await desks.SendAsync(desks.Alert(severity: alert));

        Assert.That((incident.Severity, incident.Kind, incident.Model, incident.Stage, incident.Number, incident.Revision), Is.EqualTo((expected, "drift", "credit", IncidentStage.Detected, 1, 1L)));
        Assert.That((incident.DetectedAt, incident.Title), Is.EqualTo((Desks.Start, "credit: Inputs or errors have drifted")));
    }

    [Test]
    public async Task First_rule_that_holds_says_the_severity()
    {
        Desks desks = new(new()
        {
            GroupBy = alert => alert.Code,
            Rules =
            [
                new(IncidentSeverity.None) { Code = "quiet.*" },
                new(IncidentSeverity.Critical) { Code = "drift.feature", MinValue = 0.5 },
                new(IncidentSeverity.Minor) { Code = "drift.*", MaxValue = 0.35, When = alert => alert.Feature == "income" },
                new(IncidentSeverity.Major) { Monitor = "other", AtLeast = AlertSeverity.High },
                new(IncidentSeverity.Critical) { Model = "credit", When = _ => throw new InvalidOperationException() },
            ],
        });

        await desks.Desk.SendAsync(desks.Alert(), default);
        await desks.Desk.SendAsync(desks.Alert("drift.x") with { Value = 0.9 }, default);
        await desks.Desk.SendAsync(desks.Alert("drift.feature.2") with { Value = double.NaN, Feature = null }, default);
        await desks.Desk.SendAsync(desks.Alert("a", AlertSeverity.High, monitor: "other"), default);
        await desks.Desk.SendAsync(desks.Alert("b", AlertSeverity.Medium, monitor: "other"), default);
        await desks.Desk.SendAsync(desks.Alert("quiet.please", AlertSeverity.Critical), default);

        Assert.That((await desks.Desk.ListAsync()).Select(one => (one.Conditions[0].Code, one.Severity)), Is.EquivalentTo(new[]
        {
            ("drift.feature", IncidentSeverity.Minor), ("drift.x", IncidentSeverity.Moderate), ("drift.feature.2", IncidentSeverity.Moderate),
            ("a", IncidentSeverity.Major), ("b", IncidentSeverity.Moderate),
        }));
        Assert.That(desks.Desk.Statistics, Is.EqualTo(new IncidentDeskStatistics(6, 5, 1, 0, 0, 0) { Opened = 5 }));
        Assert.That((await desks.SendAsync(desks.Alert("drift.feature") with { Value = 0.5, State = AlertState.Updated })).Severity, Is.EqualTo(IncidentSeverity.Critical));
    }

    [Test]
    public async Task Same_condition_once_more_is_counted_and_not_listed()
    {
        Desks desks = new();
        await desks.SendAsync(desks.Alert());

        await desks.SendAsync(desks.Alert());
        await desks.SendAsync(desks.Alert(condition: "of another replica"));
        Incident incident = await desks.SendAsync(desks.Alert());

        Assert.That((incident.Alerts, incident.Conditions.Single().Alerts, incident.Timeline.Count), Is.EqualTo((4, 4, 1)));
        Assert.That(incident.Conditions[0].OpenIds, Is.EqualTo(new[] { "c1", "of another replica" }));
    }

    [Test]
    public async Task Alert_that_is_delivered_twice_counts_once()
    {
        Desks desks = new();
        SafetyAlert alert = desks.Alert();
        await desks.SendAsync(alert);
        await desks.SendAsync(desks.Alert(state: AlertState.Updated));

        Incident incident = await desks.SendAsync(alert);

        Assert.That(incident.Alerts, Is.EqualTo(2));
        Assert.That(desks.Desk.Statistics.Duplicates, Is.EqualTo(1));
    }

    [Test]
    public async Task Conditions_of_a_group_within_the_window_are_one_incident_and_later_ones_another()
    {
        Desks desks = new(new() { GroupWindow = TimeSpan.FromMinutes(10) });
        await desks.SendAsync(desks.Alert());

        await desks.Later(10).SendAsync(desks.Alert(feature: "age"));
        await desks.Later(11).SendAsync(desks.Alert(feature: "debt"));
        await desks.Later(60).SendAsync(desks.Alert(state: AlertState.Updated));

        IReadOnlyList<Incident> incidents = await desks.Desk.ListAsync();
        Assert.That(incidents.Select(one => (one.Number, string.Join(",", one.Conditions.Select(condition => condition.Feature)), one.Alerts)), Is.EqualTo(new[]
        {
            (2, "debt", 1L), (1, "income,age", 3L),
        }));
    }

    [Test]
    public async Task Groups_are_by_model_and_kind_unless_a_function_says_otherwise()
    {
        Desks standard = new();
        Desks own = new(new() { GroupBy = _ => "all" });
        Desks broken = new(new() { GroupBy = _ => throw new InvalidOperationException(), KindOf = _ => throw new InvalidOperationException() });
        foreach (Desks desks in new[] { standard, own, broken })
        {
            await desks.SendAsync(desks.Alert());
            await desks.SendAsync(desks.Alert("fairness.gap"));
            await desks.SendAsync(desks.Alert(model: "fraud"));
        }

        Assert.That((await standard.Desk.ListAsync()).Select(one => one.GroupKey), Is.EquivalentTo(new[] { "credit/drift", "credit/fairness-gap", "fraud/drift" }));
        Assert.That((await own.OnlyAsync()).Conditions, Has.Count.EqualTo(3));
        Assert.That(await broken.Desk.ListAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Resolved_alert_is_written_down_and_closes_nothing()
    {
        Desks desks = new();
        await desks.SendAsync(desks.Alert());
        await desks.SendAsync(desks.Alert(condition: "replica 2"));

        Incident half = await desks.Later().SendAsync(desks.Alert(state: AlertState.Resolved));
        Assert.That(half.IsQuiet, Is.False);
        Incident incident = await desks.Later().SendAsync(desks.Alert(state: AlertState.Resolved, condition: "replica 2"));

        Assert.That((incident.Stage, incident.IsQuiet, incident.Conditions[0].OverAt), Is.EqualTo((IncidentStage.Detected, true, Desks.Start.AddMinutes(2))));
        Assert.That(Desks.Texts(incident), Is.EqualTo(new[] { "0 Alert aisafety Detected", "1 AlertOver aisafety Detected", "2 AlertOver aisafety Detected" }));
    }

    [Test]
    public async Task Resolved_alert_without_an_incident_is_counted()
    {
        Desks desks = new();

        await desks.Desk.SendAsync(desks.Alert(state: AlertState.Resolved), default);

        Assert.That(desks.Desk.Statistics, Is.EqualTo(new IncidentDeskStatistics(1, 0, 0, 0, 1, 0)));
        Assert.That(await desks.Desk.ListAsync(), Is.Empty);
    }

    [Test]
    public async Task Rule_ends_an_incident_whose_conditions_are_all_over()
    {
        Desks desks = new(new() { WhenOver = incident => incident.Severity >= IncidentSeverity.Moderate ? IncidentStage.Closed : null });
        await desks.SendAsync(desks.Alert());
        await desks.SendAsync(desks.Alert(feature: "age"));
        await desks.Desk.AdvanceAsync((await desks.OnlyAsync()).Id, IncidentStage.Investigating, "ann");
        await desks.Later().SendAsync(desks.Alert(state: AlertState.Resolved));
        Assert.That((await desks.OnlyAsync()).Stage, Is.EqualTo(IncidentStage.Investigating));

        Incident incident = await desks.Later().SendAsync(desks.Alert(state: AlertState.Resolved, feature: "age"));

        Assert.That((incident.Stage, incident.RecoveredAt, incident.ClosedAt), Is.EqualTo((IncidentStage.Closed, Desks.Start.AddMinutes(2), Desks.Start.AddMinutes(2))));
        Assert.That(incident.Timeline.TakeLast(2).Select(entry => entry.Text), Is.EqualTo(new[]
        {
            "Investigating becomes Recovered, by rule: all conditions are over.", "Recovered becomes Closed, by rule: all conditions are over.",
        }));
    }

    [TestCase(59, true)]
    [TestCase(60, true)]
    [TestCase(61, false)]
    public async Task Condition_that_returns_within_the_window_reopens_the_incident(double minutes, bool reopens)
    {
        Desks desks = new(new() { ReopenWindow = TimeSpan.FromHours(1) });
        Incident first = await desks.SendAsync(desks.Alert());
        await desks.SendAsync(desks.Alert(state: AlertState.Resolved));
        await desks.Desk.AdvanceAsync(first.Id, IncidentStage.Closed, "ann", "no harm");

        Incident incident = await desks.Later(minutes).SendAsync(desks.Alert(condition: "c2"));

        Assert.That((incident.Id == first.Id, incident.Reopened, incident.Stage), Is.EqualTo((reopens, reopens ? 1 : 0, IncidentStage.Detected)));
        Assert.That((incident.RecoveredAt, incident.ClosedAt), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(desks.Desk.Statistics.Opened, Is.EqualTo(reopens ? 1 : 2));
    }

    [Test]
    public async Task Another_condition_does_not_reopen_what_was_closed()
    {
        Desks desks = new();
        Incident first = await desks.SendAsync(desks.Alert());
        await desks.Desk.AdvanceAsync(first.Id, IncidentStage.Closed, "ann");

        Incident second = await desks.Later().SendAsync(desks.Alert(feature: "age"));

        Assert.That((second.Number, second.Id != first.Id), Is.EqualTo((2, true)));
    }

    [Test]
    public async Task Reminder_of_what_was_called_over_is_written_down_and_reopens_nothing()
    {
        Desks desks = new();
        Incident first = await desks.SendAsync(desks.Alert());
        await desks.Desk.AdvanceAsync(first.Id, IncidentStage.Recovered, "ann");

        Incident reminded = await desks.Later().SendAsync(desks.Alert(state: AlertState.Reminder));
        Assert.That((reminded.Stage, reminded.Timeline.Count), Is.EqualTo((IncidentStage.Recovered, 3)));
        Incident worse = await desks.SendAsync(desks.Alert(state: AlertState.Updated, severity: AlertSeverity.High));

        Assert.That((worse.Stage, worse.Reopened, worse.Severity), Is.EqualTo((IncidentStage.Detected, 1, IncidentSeverity.Major)));
    }

    [Test]
    public async Task Severity_that_a_person_gave_stays_until_something_worse_comes()
    {
        Desks desks = new();
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        IncidentChange change = await desks.Desk.AssessAsync(incident.Id, IncidentSeverity.Minor, "ann", "a test");
        Assert.That((change.IsDone, change.Incident!.Stage, change.Incident.Severity), Is.EqualTo((true, IncidentStage.Assessed, IncidentSeverity.Minor)));

        Assert.That((await desks.SendAsync(desks.Alert(state: AlertState.Reminder, severity: AlertSeverity.Critical))).Severity, Is.EqualTo(IncidentSeverity.Minor));
        Assert.That((await desks.SendAsync(desks.Alert(feature: "age", severity: AlertSeverity.High))).Severity, Is.EqualTo(IncidentSeverity.Major));
    }

    [Test]
    public async Task People_are_refused_what_the_life_cycle_does_not_allow_with_the_reason()
    {
        Desks desks = new();
        Incident incident = await desks.SendAsync(desks.Alert());

        IncidentChange refused = await desks.Desk.AdvanceAsync(incident.Id, IncidentStage.Reviewed, "ann");

        Assert.That(refused.Refusal, Is.EqualTo("An incident that is Detected cannot become Reviewed; expected Assessed, Contained, Investigating, Recovering, Recovered, Closed."));
        Assert.That((refused.Incident!.Revision, (await desks.OnlyAsync()).Revision), Is.EqualTo((1, 1)));
        Assert.That((await desks.Desk.NoteAsync("nobody", "ann", "hm")).Refusal, Is.EqualTo("There is no incident 'nobody'."));
        Assert.That(async () => await desks.Desk.AdvanceAsync(incident.Id, IncidentStage.Assessed, " "), Throws.InstanceOf<ArgumentException>());
        Assert.That(async () => await desks.Desk.NoteAsync(incident.Id, "ann", new string('x', 4_001)), Throws.ArgumentException);
        Assert.That(async () => await desks.Desk.AssessAsync(incident.Id, IncidentSeverity.None, "ann"), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Alert_without_a_time_or_from_the_future_is_taken_as_of_now()
    {
        Desks desks = new();

        await desks.SendAsync(desks.Alert() with { RaisedAt = default });
        Incident incident = await desks.SendAsync(desks.Alert(feature: "age") with { RaisedAt = Desks.Start.AddYears(100) });

        Assert.That(incident.Timeline.Select(entry => entry.At).Distinct(), Is.EqualTo(new[] { Desks.Start }));
    }

    private static readonly TestCaseData[] s_wrong =
    [
        new(new IncidentOptions { GroupWindow = TimeSpan.Zero }, "GroupWindow is 00:00:00; expected 00:00:01 to 365"),
        new(new IncidentOptions { ReopenWindow = TimeSpan.FromDays(-1) }, "ReopenWindow is -1.00:00:00"),
        new(new IncidentOptions { TimelineCapacity = 3 }, "TimelineCapacity is 3; expected 16 to 100000"),
        new(new IncidentOptions { ConditionCapacity = 0 }, "ConditionCapacity is 0"),
        new(new IncidentOptions { BacklogCapacity = 0 }, "BacklogCapacity is 0"),
        new(new IncidentOptions { ContainmentTimeout = TimeSpan.FromHours(2) }, "ContainmentTimeout is 02:00:00"),
        new(new IncidentOptions { Rules = [new((IncidentSeverity)7)] }, "Rules is 7; expected a severity from 1 to 4, or None"),
        new(new IncidentOptions { Rules = [new(IncidentSeverity.Minor) { MinValue = 2, MaxValue = 1 }] }, "expected a MinValue of at most the MaxValue, 1"),
        new(new IncidentOptions { Rules = [new(IncidentSeverity.Minor) { MinValue = double.NaN }] }, "expected bounds that are numbers"),
        new(new IncidentOptions { Rules = [null!] }, "Rules is null; expected rules"),
        new(new IncidentOptions { Rules = null! }, "Rules is null; expected a list"),
        new(new IncidentOptions { Containment = [new(null!, null)] }, "expected actions with names"),
        new(new IncidentOptions { Containment = [new(ContainmentAction.Create("a", static (_, _) => default, static (_, _) => default), null), new(ContainmentAction.Create("a", static (_, _) => default, static (_, _) => default), null)] }, "'a' twice"),
        new(new IncidentOptions { Runbooks = [new("drift", "t", []), new("drift", "t", [])] }, "'drift' twice"),
    ];

    [TestCaseSource(nameof(s_wrong))]
    public void Options_that_cannot_be_are_refused_where_they_are_given(IncidentOptions options, string message)
    {
        Assert.That(() => new IncidentDesk(options), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
        Assert.That(() => Model.FromDelegate<int, int>(static x => x).WithSafety(safety => safety.AddIncidents(options)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
    }
}
