using AISafety.Resilience;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class DegradationTests
{
    private static readonly DegradationRules s_rules = new() { Window = 4, MinimumCalls = 4, StayAtLeast = TimeSpan.FromMinutes(1), ProbeEvery = 2, ProbesToMoveUp = 2 };

    private readonly FakeTimeProvider _clock = new();
    private readonly List<SafetyAlert> _alerts = [];
    private DegradationLadder _ladder = new();
    private Func<int, string> _full = input => $"full {input}";
    private Func<int, string> _small = input => $"small {input}";

    [SetUp]
    public void SetUp()
    {
        _ladder = new();
        _alerts.Clear();
        _full = input => $"full {input}";
        _small = input => $"small {input}";
    }

    private SafeModel<int, string> Build(Action<DegradationBuilder<int, string>>? last = null, DegradationRules? rules = null, Action<SafetyBuilder<int, string>>? more = null) =>
        Model.FromDelegate<int, string>(input => _full(input)).WithSafety(safety =>
        {
            safety.UseTimeProvider(_clock).OnAlert(_alerts.Add).AddDegradation(
                ladder =>
                {
                    ladder.Model("small", Model.FromDelegate<int, string>(input => _small(input))).Cached(input => $"{input}").Rules(input => input < 0 ? throw new NotSupportedException() : "rules");
                    (last ?? (rungs => rungs.Refuse()))(ladder);
                },
                rules ?? s_rules,
                _ladder);
            more?.Invoke(safety);
        });

    private static async Task<SafetyResult<string>> AskAsync(SafeModel<int, string> safe, int times, int input = 1)
    {
        SafetyResult<string> last = default;
        for (int i = 0; i < times; i++)
        {
            last = await safe.EvaluateAsync(input);
        }

        return last;
    }

    private static string Throw(int input) => throw new InvalidOperationException();

    [Test]
    public async Task AddDegradation_full_model_answers_as_if_there_were_no_ladder()
    {
        await using SafeModel<int, string> safe = Build();

        SafetyResult<string> result = await AskAsync(safe, 10);

        Assert.That((result.Action, result.Output, result.ServedBy, result.Evidence.Count), Is.EqualTo((SafetyAction.Allow, "full 1", "model", 0)));
        Assert.That((_ladder.CurrentRung, _ladder.CurrentIndex, _ladder.History.Count), Is.EqualTo(("full", 0, 0)));
        Assert.That(_ladder.Rungs, Is.EqualTo(new[] { "full", "small", "cached", "rules", "refuse" }));
    }

    [Test]
    public async Task AddDegradation_call_that_fails_falls_to_the_next_rung_for_itself()
    {
        _full = Throw;
        await using SafeModel<int, string> safe = Build();

        SafetyResult<string> result = await AskAsync(safe, 1);

        Assert.That((result.Action, result.IsAllowed, result.Output, result.ServedBy), Is.EqualTo((SafetyAction.Flag, true, "small 1", "small")));
        Assert.That(result.Evidence.Select(one => (one.Code, one.Guard, one.Action)), Is.EqualTo(new[] { ("degraded.small", "degradation", SafetyAction.Flag) }));
        Assert.That(_ladder.CurrentRung, Is.EqualTo("full"));
    }

    [Test]
    public async Task AddDegradation_null_answer_falls_to_the_next_rung()
    {
        _full = _ => null!;
        await using SafeModel<int, string> safe = Build();

        Assert.That((await AskAsync(safe, 1)).ServedBy, Is.EqualTo("small"));
    }

    [Test]
    public async Task AddDegradation_every_rung_in_turn_down_to_the_refusal()
    {
        await using SafeModel<int, string> safe = Build();
        List<string> served = [(await AskAsync(safe, 1)).ServedBy];
        _full = Throw;
        served.Add((await AskAsync(safe, 1)).ServedBy);
        _small = Throw;
        served.Add((await AskAsync(safe, 1)).ServedBy);
        served.Add((await AskAsync(safe, 1, input: 5)).ServedBy);
        SafetyResult<string> last = await AskAsync(safe, 1, input: -1);

        Assert.That(served, Is.EqualTo(new[] { "model", "small", "cached", "rules" }));
        Assert.That((last.Action, last.HasOutput, last.Codes()[0]), Is.EqualTo((SafetyAction.Block, false, "degraded.refuse")));
    }

    [Test]
    public async Task AddDegradation_moves_down_by_the_rule_and_up_again_by_probes()
    {
        _full = Throw;
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, 4);
        Assert.That(_ladder.CurrentRung, Is.EqualTo("small"));
        int asked = 0;
        _full = input => $"full {++asked}";

        SafetyResult<string> standing = await AskAsync(safe, 20);
        Assert.That((standing.ServedBy, asked), Is.EqualTo(("small", 0)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        SafetyResult<string> last = await AskAsync(safe, 4);

        Assert.That((last.Action, last.ServedBy, asked, _ladder.CurrentRung), Is.EqualTo((SafetyAction.Allow, "model", 2, "full")));
        Assert.That(_ladder.History.Select(move => (move.From, move.To, move.Reason, move.Actor)), Is.EqualTo(new[] { ("full", "small", "failed", (string?)null), ("small", "full", "recovered", null) }));
    }

    [Test]
    public async Task AddDegradation_blocked_answers_move_it_down()
    {
        await using SafeModel<int, string> safe = Build(more: safety => safety.AddOutputValidation(rules => rules.Rule("test.full", output => output[0] != 'f', "No.")));

        Assert.That((await AskAsync(safe, 4)).Codes()[0], Is.EqualTo("test.full"));
        SafetyResult<string> next = await AskAsync(safe, 1);

        Assert.That((_ladder.History[0].Reason, next.ServedBy, next.Action), Is.EqualTo(("blocked", "small", SafetyAction.Flag)));
    }

    [Test]
    public async Task AddDegradation_slow_answers_move_it_down()
    {
        _full = input =>
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            return "slow";
        };
        await using SafeModel<int, string> safe = Build(rules: s_rules with { SlowAfter = TimeSpan.FromSeconds(1) });

        Assert.That((await AskAsync(safe, 4)).ServedBy, Is.EqualTo("model"));

        Assert.That((_ladder.CurrentRung, _ladder.History[0].Reason), Is.EqualTo(("small", "slow")));
    }

    [Test]
    public async Task AddDegradation_timeout_is_a_failure_of_the_rung()
    {
        TaskCompletionSource<string> late = new();
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Models.Of(late.Task).WithSafety(safety => safety
            .UseTimeProvider(_clock)
            .AddDegradation(rungs => rungs.Model("stuck", Models.Of(late.Task), timeout: TimeSpan.FromSeconds(1)).Rules(_ => "rules"), s_rules, ladder)
            .AddTimeout(TimeSpan.FromSeconds(2)));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(2));
        for (int turn = 0; turn < 1_000_000 && !call.IsCompleted; turn++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.That((await call).ServedBy, Is.EqualTo("rules"));
        late.SetException(new InvalidOperationException());
    }

    [Test]
    public async Task AddDegradation_human_sends_the_call_to_review()
    {
        await using SafeModel<int, string> safe = Build(ladder => ladder.Human().Refuse());
        _ladder.HoldAt("human", "ann", "the model is under suspicion");

        SafetyResult<string> result = await AskAsync(safe, 1);

        Assert.That((result.Action, result.HasOutput, result.Codes()[0]), Is.EqualTo((SafetyAction.Review, false, "degraded.human")));
        Assert.That((await safe.Reviews.ListAsync()).Single().Request.Input, Is.EqualTo(1));
    }

    [Test]
    public async Task AddDegradation_calls_under_way_end_at_their_rung()
    {
        TaskCompletionSource<string> answer = new();
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Models.Of(answer.Task).WithSafety(safety => safety.AddDegradation(rungs => rungs.Rules(_ => "rules"), s_rules, ladder));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        ladder.HoldAt("rules", "ann", "now");
        Assert.That((await safe.EvaluateAsync(2)).ServedBy, Is.EqualTo("rules"));
        answer.SetResult("full");

        Assert.That(((await call).ServedBy, (await call).Action), Is.EqualTo(("model", SafetyAction.Allow)));
    }

    [Test]
    public async Task AddDegradation_cached_answers_are_the_full_models_and_do_not_renew_themselves()
    {
        await using SafeModel<int, string> safe = Build(rules: s_rules, last: rungs => rungs.Refuse());
        await AskAsync(safe, 1);
        (_full, _small) = (Throw, Throw);
        _clock.Advance(TimeSpan.FromMinutes(50));
        SafetyResult<string> young = await AskAsync(safe, 1);
        _clock.Advance(TimeSpan.FromMinutes(11));

        Assert.That((young.Output, young.ServedBy), Is.EqualTo(("full 1", "cached")));
        Assert.That((await AskAsync(safe, 1)).ServedBy, Is.EqualTo("rules"));
    }

    [Test]
    public async Task AddDegradation_cache_that_has_nothing_does_not_keep_the_ladder_below_it()
    {
        await using SafeModel<int, string> safe = Build();
        _ladder.HoldAt("rules", "ann", "why");
        _ladder.Release("ann", "over");
        List<string> rungs = [];
        for (int i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await AskAsync(safe, 4);
            rungs.Add(_ladder.CurrentRung);
        }

        Assert.That(rungs, Is.EqualTo(new[] { "cached", "small", "full" }));
    }

    [Test]
    public async Task HoldAt_and_Release_say_who_and_why()
    {
        await using SafeModel<int, string> safe = Build();
        await AskAsync(safe, 1);
        _ladder.HoldAt("rules", "ann", "incident 7");

        Assert.That((await AskAsync(safe, 1)).ServedBy, Is.EqualTo("rules"));
        Assert.That((_ladder.Held!.Actor, _ladder.Held.Detail, _ladder.Held.To), Is.EqualTo(("ann", "incident 7", "rules")));
        _ladder.Release("bob", "over");

        Assert.That(_ladder.Held, Is.Null);
        Assert.That(_ladder.History.Select(move => (move.From, move.To, move.Reason, move.Actor)), Is.EqualTo(new[] { ("full", "rules", "held", "ann"), ("rules", "rules", "released", "bob") }));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(safe, 4);
        Assert.That(_ladder.CurrentRung, Is.EqualTo("cached"));
    }

    [Test]
    public async Task HoldAt_rung_that_there_is_not_names_those_that_there_are()
    {
        await using SafeModel<int, string> safe = Build();

        Assert.That(() => _ladder.HoldAt("medium", "ann", "why"), Throws.ArgumentException.With.Message.Contains("expected one of: full, small, cached, rules, refuse"));
    }

    [Test]
    public async Task ForceDown_holds_while_the_alert_is_open()
    {
        bool isRaised = true;
        await using SafeModel<int, string> safe = Build(
            ladder => ladder.Refuse().ForceDown(_ => true, "rules"),
            more: safety => safety.AddMonitor(new Scripted.Monitor("watch", (_, context) =>
            {
                if (isRaised)
                {
                    context.Raise(new("test.drift", "It is so.", AlertSeverity.High));
                }
                else
                {
                    context.Clear("test.drift");
                }
            })));
        await AskAsync(safe, 1);
        await safe.FlushAsync();
        Assert.That(((await AskAsync(safe, 1)).ServedBy, _ladder.History[0].Reason, _ladder.History[0].Detail), Is.EqualTo(("rules", "alert", "Alert 'test.drift' is open.")));

        isRaised = false;
        for (int i = 0; i < 3; i++)
        {
            await AskAsync(safe, 1);
            await safe.FlushAsync();
        }

        Assert.That(_ladder.CurrentRung, Is.EqualTo("rules"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(safe, 4);
        Assert.That(_ladder.CurrentRung, Is.EqualTo("cached"));
    }

    [Test]
    public async Task AddDegradation_alert_is_open_below_the_full_model_and_health_says_where_it_stands()
    {
        SafetyBuilder<int, string>? builder = null;
        await using SafeModel<int, string> safe = Build(more: safety => builder = safety);
        _ladder.HoldAt("small", "ann", "why");
        _ladder.HoldAt("refuse", "ann", "why");
        _ladder.HoldAt("full", "ann", "why");

        Assert.That(_alerts.Select(alert => (alert.Code, alert.State, alert.Severity)), Is.EqualTo(new[]
        {
            ("degraded", AlertState.Raised, AlertSeverity.Medium), ("degraded", AlertState.Updated, AlertSeverity.Critical), ("degraded", AlertState.Resolved, AlertSeverity.Critical),
        }));
    }

    [Test]
    public void GetHealth_says_at_which_rung_it_stands()
    {
        DegradationLadder ladder = new();
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Models.Failing).AddDegradation(rungs => rungs.Rules(_ => "rules").Human().Refuse(), s_rules, ladder);
        IReportsHealth health = (IReportsHealth)builder.MakeModel(new(null, _clock));
        List<HealthState> states = [];
        foreach (string rung in ladder.Rungs)
        {
            ladder.HoldAt(rung, "ann", "why");
            states.Add(health.GetHealth().State);
        }

        Assert.That(states, Is.EqualTo(new[] { HealthState.Healthy, HealthState.Degraded, HealthState.Degraded, HealthState.Unhealthy }));
    }

    [Test]
    public async Task AddDegradation_caller_cancels_moves_nothing()
    {
        TaskCompletionSource<string> never = new();
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Models.Of(never.Task).WithSafety(safety => safety.AddDegradation(rungs => rungs.Rules(_ => "rules"), s_rules, ladder));
        for (int i = 0; i < 10; i++)
        {
            using CancellationTokenSource cancellation = new();
            Task<SafetyResult<string>> call = safe.EvaluateAsync(1, default, cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            Assert.CatchAsync<OperationCanceledException>(async () => await call);
        }

        Assert.That(ladder.History, Is.Empty);
        never.SetException(new InvalidOperationException());
    }

    [Test]
    public async Task AddDegradation_many_threads_count_every_move_once()
    {
        _full = input => input % 3 == 0 ? throw new InvalidOperationException() : "well";
        await using SafeModel<int, string> safe = Build(rules: s_rules with { StayAtLeast = TimeSpan.Zero });

        Parallel.For(0, 20_000, new() { MaxDegreeOfParallelism = 4 }, i => Assert.That(safe.EvaluateAsync(i).AsTask().Result.HasOutput, Is.True));

        IReadOnlyList<DegradationMove> history = _ladder.History;
        Assert.That(history, Is.Not.Empty);
        Assert.That(history.Zip(history.Skip(1)).All(pair => pair.First.To == pair.Second.From), Is.True);
        Assert.That(history[^1].To, Is.EqualTo(_ladder.CurrentRung));
    }

    [Test]
    public async Task DegradationLadder_of_two_builds_is_refused()
    {
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Models.Failing).AddDegradation(rungs => rungs.Refuse(), ladder: _ladder);
        await using SafeModel<int, string> one = builder.Build();

        Assert.That(() => builder.Build(), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("is of another safe model already"));
    }

    [Test]
    public void DegradationLadder_before_a_build_says_so() => Assert.That(() => _ladder.CurrentRung, Throws.InvalidOperationException);

    private static IEnumerable<TestCaseData> Faults()
    {
        static TestCaseData Fault(string message, Action<DegradationBuilder<int, string>> configure) => new TestCaseData(configure, message).SetArgDisplayNames(message);
        yield return Fault("0 rungs below the full model; expected 1 to 199", _ => { });
        yield return Fault("a rung is called 'Small Model'; expected lower case letters, digits and hyphens", rungs => rungs.Model("Small Model", Models.Failing));
        yield return Fault("the rung's name 'model' is taken", rungs => rungs.Model("model", Models.Failing));
        yield return Fault("the rung's name 'rules' is taken", rungs => rungs.Rules(_ => "").Rules(_ => ""));
        yield return Fault("rung 'rules' comes after the one that refuses; expected that to be the last", rungs => rungs.Refuse().Rules(_ => ""));
        yield return Fault("ForceDown names the rung 'small'; expected one of: rules", rungs => rungs.Rules(_ => "").ForceDown(_ => true, "small"));
        yield return Fault("'AddDegradation': small.timeout is 00:00:00; expected 00:00:00.0100000 to 1.00:00:00", rungs => rungs.Model("small", Models.Failing, TimeSpan.Zero));
    }

    [TestCaseSource(nameof(Faults))]
    public void AddDegradation_fault_of_the_ladder_is_refused(Action<DegradationBuilder<int, string>> configure, string message) => Assert.That(
        () => new SafetyBuilder<int, string>(Models.Failing).AddDegradation(configure), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));

    [Test]
    public void AddDegradation_rules_out_of_range_are_refused()
    {
        Refused(new() { Window = 0 }, "DegradationRules.Window is 0; expected 1 to 1000000");
        Refused(new() { Window = 10, MinimumCalls = 11 }, "DegradationRules.MinimumCalls is 11; expected 1 to 10");
        Refused(new() { FailedShare = 0 }, "DegradationRules.FailedShare is 0; expected more than 0, to 1");
        Refused(new() { SlowShare = 1.5 }, "DegradationRules.SlowShare is 1.5; expected more than 0, to 1");
        Refused(new() { StayAtLeast = TimeSpan.FromHours(2) }, "DegradationRules.MaxStay is 01:00:00; expected 02:00:00 to 365.00:00:00");
        Refused(new() { ProbeEvery = 0 }, "DegradationRules.ProbeEvery is 0; expected 1 to 1000000");

        static void Refused(DegradationRules rules, string message) => Assert.That(
            () => new SafetyBuilder<int, string>(Models.Failing).AddDegradation(rungs => rungs.Refuse(), rules), Throws.TypeOf<SafetyBuildException>().With.Message.Contains(message));
    }
}
