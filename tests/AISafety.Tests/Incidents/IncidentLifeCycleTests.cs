using AISafety.Incidents;
using CsCheck;

namespace AISafety.Tests.Incidents;

/// <summary>What holds whatever alerts and people do.</summary>
[TestFixture]
public sealed class IncidentLifeCycleTests
{
    private static readonly Gen<(int What, int Detail, double Minutes)[]> s_steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 7], Gen.Frequency((6, Gen.Double[0, 5]), (1, Gen.Double[100, 2_000]))).Array[1, 60];

    [Test]
    public void Allowed_leads_from_every_stage_to_the_end_and_names_no_other_stages()
    {
        Assert.That(IncidentLifeCycle.Allowed.Keys, Is.EquivalentTo(Enum.GetValues<IncidentStage>()));
        foreach (IncidentStage stage in Enum.GetValues<IncidentStage>())
        {
            Assert.That(Reach(stage), Does.Contain(IncidentStage.Closed), $"{stage}");
            Assert.That(IncidentLifeCycle.Allows(stage, stage), Is.False, $"{stage}");
            Assert.That(IncidentLifeCycle.Allowed[stage].All(Enum.IsDefined), Is.True);
        }
    }

    [Test]
    public void What_was_worked_on_is_closed_only_by_way_of_its_recovery() =>
        Assert.That(
            Enum.GetValues<IncidentStage>().Where(stage => IncidentLifeCycle.Allows(stage, IncidentStage.Closed)),
            Is.EquivalentTo(new[] { IncidentStage.Detected, IncidentStage.Assessed, IncidentStage.Recovered, IncidentStage.Reviewed }));

    [Test]
    public void No_sequence_ends_in_a_state_that_is_not_allowed() => s_steps.Sample(
        steps => CheckAsync(steps).GetAwaiter().GetResult(), iter: 300);

    private static async Task CheckAsync((int What, int Detail, double Minutes)[] steps)
    {
        Desks desks = new(new()
        {
            TimelineCapacity = 16,
            ConditionCapacity = 2,
            GroupWindow = TimeSpan.FromMinutes(200),
            ReopenWindow = TimeSpan.FromMinutes(300),
            WhenOver = static incident => incident.Reopened % 2 == 0 ? null : IncidentStage.Closed,
            Containment = [new(ContainmentAction.Create("brake", static (_, _) => default, static (_, _) => default), static incident => incident.Severity <= IncidentSeverity.Major)],
        });
        Dictionary<string, Incident> last = [];
        foreach ((int what, int detail, double minutes) in steps)
        {
            desks.Later(minutes);
            string feature = $"f{detail % 3}";
            string? id = (await desks.Desk.ListAsync()).Skip(detail % 2).FirstOrDefault()?.Id;
            switch (what)
            {
                case <= 2:
                    await desks.Desk.SendAsync(desks.Alert(feature: feature, severity: (AlertSeverity)(1 + (detail % 4)), state: (AlertState)what), default);
                    break;
                case <= 4:
                    await desks.Desk.SendAsync(desks.Alert(feature: feature, state: AlertState.Resolved), default);
                    break;
                case <= 7 when id is not null:
                    await desks.Desk.AdvanceAsync(id, (IncidentStage)detail, "ann");
                    break;
                case 8 when id is not null:
                    await desks.Desk.UndoAsync(id, "brake", "ann");
                    break;
                case 9 when id is not null:
                    await desks.Desk.ContainAsync(id, "brake", "bob");
                    break;
            }

            foreach (Incident now in await desks.Desk.ListAsync())
            {
                CheckOne(now, last.GetValueOrDefault(now.Id));
                last[now.Id] = now;
            }
        }

        IncidentDeskStatistics statistics = desks.Desk.Statistics;
        Assert.That(statistics.Pending, Is.Zero);
        Assert.That(last.Values.Sum(one => one.Alerts), Is.EqualTo(statistics.Recorded));
        Assert.That(last.Values.Sum(one => one.Reopened), Is.GreaterThanOrEqualTo(statistics.Reopened));
    }

    private static void CheckOne(Incident now, Incident? before)
    {
        DateTimeOffset[] times = [.. now.Timeline.Select(entry => entry.At)];
        Assert.That(times, Is.Ordered);
        Assert.That(now.Timeline.Count, Is.LessThanOrEqualTo(16));
        Assert.That(now.Conditions.Count, Is.LessThanOrEqualTo(2));
        Assert.That(now.Timeline[^1].Stage, Is.EqualTo(now.Stage));
        Assert.That(now.RecoveredAt is null, Is.EqualTo(now.IsOpen));
        Assert.That(now.ClosedAt is null, Is.EqualTo(now.Stage != IncidentStage.Closed));
        Assert.That(now.Severity, Is.InRange(IncidentSeverity.Critical, IncidentSeverity.Minor));
        Assert.That(now.Containment.All(one => one.State is ContainmentState.Applied or ContainmentState.Undone), Is.True);
        if (before is not null && before.Revision != now.Revision)
        {
            Assert.That(now.Revision, Is.GreaterThan(before.Revision));
            Assert.That(now.Stage == before.Stage || Reach(before.Stage).Contains(now.Stage), Is.True, $"{before.Stage} to {now.Stage}");
            Assert.That(now.Timeline[^1].At, Is.GreaterThanOrEqualTo(before.Timeline[^1].At));
            Assert.That(now.Timeline.Count + now.EntriesLeftOut, Is.GreaterThanOrEqualTo(before.Timeline.Count + before.EntriesLeftOut));
        }

        // Between two entries that nothing was left out between, each step is one that is allowed.
        if (now.EntriesLeftOut == 0)
        {
            IncidentStage[] stages = [.. now.Timeline.Select(entry => entry.Stage)];
            Assert.That(stages.Zip(stages.Skip(1)).Where(pair => pair.First != pair.Second && !IncidentLifeCycle.Allows(pair.First, pair.Second)), Is.Empty);
        }
    }

    private static HashSet<IncidentStage> Reach(IncidentStage from)
    {
        HashSet<IncidentStage> reached = [];
        Queue<IncidentStage> next = new(IncidentLifeCycle.Allowed[from]);
        while (next.TryDequeue(out IncidentStage one))
        {
            if (reached.Add(one))
            {
                foreach (IncidentStage further in IncidentLifeCycle.Allowed[one])
                {
                    next.Enqueue(further);
                }
            }
        }

        return reached;
    }
}
