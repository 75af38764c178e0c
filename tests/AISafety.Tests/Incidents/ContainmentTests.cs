using AISafety.Incidents;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class ContainmentTests
{
    private readonly List<string> _done = [];
    private Func<string, ValueTask> _act = static _ => default;

    [SetUp]
    public void Clear()
    {
        _done.Clear();
        _act = static _ => default;
    }

    private Desks Build(Func<Incident, bool>? when, IIncidentStore? store = null) => new(
        new()
        {
            Containment = [new(ContainmentAction.Create("kill-switch", (incident, _) => Do("apply", incident), (incident, _) => Do("undo", incident)), when)],
        },
        store);

    private ValueTask Do(string what, Incident incident)
    {
        _done.Add($"{what} {incident.Severity}");
        return _act(what);
    }

    private static bool IsMajor(Incident incident) => incident.Severity <= IncidentSeverity.Major;

    [Test]
    public async Task Rule_applies_an_action_once_an_incident()
    {
        Desks desks = Build(IsMajor);

        Assert.That((await desks.SendAsync(desks.Alert())).Containment, Is.Empty);
        await desks.Later().SendAsync(desks.Alert(state: AlertState.Updated, severity: AlertSeverity.High));
        Incident incident = await desks.Later().SendAsync(desks.Alert(state: AlertState.Updated, severity: AlertSeverity.Critical));

        Assert.That(_done, Is.EqualTo(new[] { "apply Major" }));
        Assert.That((incident.Stage, incident.ContainedAt), Is.EqualTo((IncidentStage.Contained, Desks.Start.AddMinutes(1))));
        Assert.That(incident.Containment.Single(), Is.EqualTo(new ContainmentRecord("kill-switch", ContainmentState.Applied, Desks.Start.AddMinutes(1), "aisafety", 1)));
        Assert.That(desks.Desk.Statistics.ContainmentApplied, Is.EqualTo(1));
    }

    [Test]
    public async Task Rule_that_throws_contains()
    {
        Desks desks = Build(_ => throw new InvalidOperationException());

        await desks.SendAsync(desks.Alert());

        Assert.That(_done, Is.EqualTo(new[] { "apply Moderate" }));
    }

    [Test]
    public async Task Action_that_throws_is_written_down_and_tried_again_when_a_person_asks()
    {
        Desks desks = Build(IsMajor);
        _act = _ => throw new InvalidOperationException("secret");
        Incident failed = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        await desks.SendAsync(desks.Alert(state: AlertState.Updated, severity: AlertSeverity.Critical));
        Assert.That((failed.Containment.Single().State, failed.Stage, _done.Count), Is.EqualTo((ContainmentState.Failed, IncidentStage.Detected, 1)));
        Assert.That(failed.Timeline[^1].Text, Is.EqualTo("kill-switch could not be applied: it threw InvalidOperationException."));

        IncidentChange again = await desks.Desk.ContainAsync(failed.Id, "kill-switch", "ann");
        Assert.That(again.Refusal, Is.EqualTo("Action 'kill-switch': it threw InvalidOperationException."));
        _act = static _ => default;
        IncidentChange done = await desks.Desk.ContainAsync(failed.Id, "kill-switch", "ann", "once more");

        Assert.That((done.IsDone, done.Incident!.Stage), Is.EqualTo((true, IncidentStage.Contained)));
        Assert.That((done.Incident.Containment.Single().Attempts, done.Incident.Containment.Single().Actor), Is.EqualTo((3, "ann")));
        Assert.That((desks.Desk.Statistics.ContainmentApplied, desks.Desk.Statistics.ContainmentFailed), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task Action_that_hangs_fails_after_its_time_and_holds_nobody_up()
    {
        Desks desks = Build(IsMajor);
        TaskCompletionSource begun = new();
        TaskCompletionSource never = new();
        _act = _ =>
        {
            begun.TrySetResult();
            return new(never.Task);
        };

        Task sending = desks.Desk.SendAsync(desks.Alert(severity: AlertSeverity.Critical), default).AsTask();
        await begun.Task;
        Assert.That((await desks.OnlyAsync()).Containment.Single().State, Is.EqualTo(ContainmentState.Applying));
        Assert.That((await desks.Desk.ContainAsync((await desks.OnlyAsync()).Id, "kill-switch", "ann")).Refusal, Does.Contain("is Applying; it cannot be applied now"));
        desks.Clock.Advance(TimeSpan.FromSeconds(31));
        await sending;

        Incident incident = await desks.OnlyAsync();
        Assert.That(incident.Containment.Single().State, Is.EqualTo(ContainmentState.Failed));
        Assert.That(incident.Timeline[^1].Text, Does.EndWith("it did not end within 00:00:30, and may still take effect."));
        never.SetException(new InvalidOperationException());
    }

    [Test]
    public async Task Person_undoes_an_action_and_is_written_down()
    {
        Desks desks = Build(IsMajor);
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));

        IncidentChange undone = await desks.Later().Desk.UndoAsync(incident.Id, "kill-switch", "ann", "cause removed");

        Assert.That(undone.Incident!.Containment.Single(), Is.EqualTo(new ContainmentRecord("kill-switch", ContainmentState.Undone, Desks.Start.AddMinutes(1), "ann", 1)));
        Assert.That(undone.Incident.Timeline.TakeLast(2).Select(entry => $"{entry.Actor}: {entry.Text}"), Is.EqualTo(new[]
        {
            "ann: Undoing kill-switch. cause removed", "ann: Undid kill-switch.",
        }));
        Assert.That((await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann")).Refusal, Does.Contain("is Undone; it cannot be undone now"));
        await desks.SendAsync(desks.Alert(feature: "age", severity: AlertSeverity.Critical));
        Assert.That(_done, Is.EqualTo(new[] { "apply Critical", "undo Critical" }));
    }

    [Test]
    public async Task Action_that_cannot_be_undone_is_still_applied()
    {
        Desks desks = Build(IsMajor);
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        _act = _ => throw new TimeoutException();

        IncidentChange change = await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann");

        Assert.That((change.Incident!.Containment.Single().State, change.Refusal), Is.EqualTo((ContainmentState.Applied, "Action 'kill-switch': it threw TimeoutException.")));
    }

    [Test]
    public async Task Incident_that_comes_back_is_contained_again()
    {
        Desks desks = Build(IsMajor);
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann");
        await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical, state: AlertState.Resolved));
        await desks.Desk.AdvanceAsync(incident.Id, IncidentStage.Recovered, "ann");

        Incident back = await desks.Later().SendAsync(desks.Alert(severity: AlertSeverity.Critical));

        Assert.That(_done, Is.EqualTo(new[] { "apply Critical", "undo Critical", "apply Critical" }));
        Assert.That((back.Reopened, back.Stage, back.Containment.Single().Attempts), Is.EqualTo((1, IncidentStage.Contained, 2)));
    }

    [Test]
    public async Task Action_without_a_rule_is_for_people_only_and_one_that_there_is_not_is_refused()
    {
        Desks desks = Build(null);
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));

        Assert.That((await desks.Desk.ContainAsync(incident.Id, "degrade", "ann")).Refusal, Is.EqualTo("There is no containment action 'degrade'. There are: kill-switch."));
        Assert.That((await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann")).Refusal, Does.Contain("is not applied"));
        Assert.That(_done, Is.Empty);
        Assert.That((await desks.Desk.ContainAsync(incident.Id, "kill-switch", "ann")).IsDone, Is.True);
        Assert.That((await desks.Desk.ContainAsync(incident.Id, "kill-switch", "ann")).IsDone, Is.False);
    }

    [Test]
    public async Task Action_that_was_begun_by_a_process_that_ended_can_be_applied_after_its_time()
    {
        InProcessIncidentStore store = new();
        Desks gone = Build(IsMajor, store);
        TaskCompletionSource begun = new();
        _act = _ =>
        {
            begun.TrySetResult();
            return new(new TaskCompletionSource().Task);
        };
        _ = gone.Desk.SendAsync(gone.Alert(severity: AlertSeverity.Critical), default).AsTask();
        await begun.Task;
        _act = static _ => default;
        Desks desks = Build(IsMajor, store);
        Incident incident = await desks.OnlyAsync();

        Assert.That((await desks.Desk.ContainAsync(incident.Id, "kill-switch", "ann")).IsDone, Is.False);
        Assert.That((await desks.Later(1).Desk.ContainAsync(incident.Id, "kill-switch", "ann")).IsDone, Is.True);
    }

    [Test]
    public async Task Action_that_was_begun_by_a_process_that_ended_is_applied_by_rule_after_its_time()
    {
        InProcessIncidentStore store = new();
        Desks gone = Build(IsMajor, store);
        TaskCompletionSource begun = new();
        _act = _ =>
        {
            begun.TrySetResult();
            return new(new TaskCompletionSource().Task);
        };
        _ = gone.Desk.SendAsync(gone.Alert(severity: AlertSeverity.Critical), default).AsTask();
        await begun.Task;
        _act = static _ => default;
        Desks desks = Build(IsMajor, store);

        Incident early = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical, state: AlertState.Reminder, id: "x1"));
        Assert.That((early.Containment.Single().State, _done.Count), Is.EqualTo((ContainmentState.Applying, 1)));
        Incident late = await desks.Later(1).SendAsync(desks.Alert(severity: AlertSeverity.Critical, state: AlertState.Reminder, id: "x2"));

        Assert.That((late.Containment.Single().State, late.Containment.Single().Attempts, _done.Count), Is.EqualTo((ContainmentState.Applied, 2, 2)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Action_that_failed_can_be_undone_for_it_may_have_taken_effect(bool canBeUndone)
    {
        Desks desks = Build(IsMajor);
        _act = _ => throw new TimeoutException();
        Incident failed = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        _act = canBeUndone ? static _ => default : _act;

        IncidentChange change = await desks.Desk.UndoAsync(failed.Id, "kill-switch", "ann");

        Assert.That((change.IsDone, change.Incident!.Containment.Single().State), Is.EqualTo((canBeUndone, canBeUndone ? ContainmentState.Undone : ContainmentState.Failed)));
        Assert.That(_done, Is.EqualTo(new[] { "apply Critical", "undo Critical" }));
    }

    [Test]
    public async Task Action_that_says_why_it_could_not_is_written_down_with_its_words()
    {
        Desks desks = Build(IsMajor);
        _act = _ => throw new ContainmentException("somebody else is at it.");

        Incident failed = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));

        Assert.That(failed.Timeline[^1].Text, Is.EqualTo("kill-switch could not be applied: somebody else is at it."));
    }

    [Test]
    public async Task Create_of_async_functions_waits_for_them()
    {
        TaskCompletionSource go = new();
        bool isDone = false;
        IContainmentAction page = ContainmentAction.Create("page", async (_, _) => { await go.Task; isDone = true; }, async (_, _) => { await Task.Yield(); throw new IOException(); });
        Incident incident = await new Desks().SendAsync(new Desks().Alert());

        Task applying = page.ApplyAsync(incident, CancellationToken.None).AsTask();
        Assert.That((applying.IsCompleted, isDone), Is.EqualTo((false, false)));
        go.SetResult();
        await applying;

        Assert.That(isDone, Is.True);
        Assert.ThrowsAsync<IOException>(async () => await page.UndoAsync(incident, CancellationToken.None));
        Assert.That(
            typeof(ContainmentAction).GetMethods().SelectMany(static method => method.GetParameters()).Where(static one => one.ParameterType.Name.StartsWith("Action", StringComparison.Ordinal)),
            Is.Empty,
            "an async lambda that is taken for an action ends the process when it throws");
    }

    [Test]
    public void Create_refuses_what_is_missing()
    {
        Assert.That(() => ContainmentAction.Create(" ", static (_, _) => default, static (_, _) => default), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ContainmentAction.Create("a", null!, static (_, _) => default), Throws.ArgumentNullException);
    }
}
