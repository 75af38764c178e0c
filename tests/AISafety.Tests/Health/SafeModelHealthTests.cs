using AISafety.Alerts;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Health;

[TestFixture]
public sealed class SafeModelHealthTests
{
    private static string[] Texts(SafeModel<int, string> safe) => [.. safe.GetHealth().Parts.Select(part => $"{part.Part} {part.State}: {part.Reason}")];

    [Test]
    public async Task Model_without_parts_that_say_anything_is_healthy()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseName("m").AddInputGuard(Scripted.Input(Verdict.Allow)));

        Assert.That((safe.GetHealth().Model, safe.GetHealth().State, safe.GetHealth().Parts.Count), Is.EqualTo(("m", HealthState.Healthy, 0)));
    }

    [Test]
    public async Task Every_kind_of_part_is_asked_and_the_worst_comes_first()
    {
        await using SafeModel<int, string> safe = new SayingModel("model").WithSafety(safety => safety
            .AddAdmissionGuard(new SayingAdmission("admission", HealthState.Unhealthy))
            .AddInputGuard(new SayingInput("input"))
            .AddInputGuard(new SayingInput("beside"), new() { BesideModel = true })
            .AddOutputGuard(new SayingOutput("output"))
            .WrapModel(ModelLayer.Degradation, static (_, inner) => new SayingModel("ladder", inner))
            .WrapModel(ModelLayer.Rollout, static (_, inner) => new SayingModel("rollout", inner))
            .AddFallbackPolicy(new SayingFallback("fallback"))
            .AddMonitor(new SayingMonitor("monitor", HealthState.Degraded))
            .AddAlertSink(new SayingSink("sink"))
            .OnAlert(static _ => true, new SayingAction("action")));

        Assert.That(safe.GetHealth().Parts.Select(part => part.Part), Is.EqualTo(new[]
        {
            "admission", "monitor", "input", "beside", "output", "model", "rollout", "ladder", "fallback", "sink", "action",
        }));
        Assert.That(safe.GetHealth().State, Is.EqualTo(HealthState.Unhealthy));
    }

    [Test]
    public async Task Models_inside_models_are_asked_once()
    {
        SayingModel inmost = new("inmost");
        SayingModel middle = new("middle", inmost);
        await using SafeModel<int, string> safe = new Wrapping(() => new Wrapping(() => middle)).WithSafety(safety => safety
            .WrapModel(ModelLayer.Degradation, (_, inner) => new SayingModel("ladder", inner))
            .WrapModel(ModelLayer.Resilience, (_, inner) => new Wrapping(() => new SayingModel("between", inner))));

        Assert.That(safe.GetHealth().Parts.Select(part => part.Part), Is.EqualTo(new[] { "middle", "inmost", "between", "ladder" }));
        Assert.That((inmost.Asked, middle.Asked), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Models_that_wrap_each_other_or_cannot_say_what_they_wrap_end_the_search()
    {
        Wrapping? circle = null;
        circle = new(() => new SayingModel("x", circle));
        static object Deeper() => new Wrapping(Deeper);
        foreach (Wrapping model in (Wrapping[])[circle, new(static () => null!), new(static () => throw new InvalidOperationException()), new(Deeper)])
        {
            await using SafeModel<int, string> safe = model.WithSafety(static _ => { });

            Assert.That(safe.GetHealth().State, Is.EqualTo(HealthState.Healthy));
        }
    }

    [Test]
    public async Task Shadow_inside_a_model_of_the_librarys_is_asked()
    {
        SayingModel model = new("model");
        IModel<int, string>[] wrapped =
        [
            MappedModel.Of(model, static (int _, string output) => output),
            AISafety.Adversarial.TransformedModel.Of(model, static input => input),
            new SafetyBuilder<int, string>(model).Build(),
        ];
        foreach (IModel<int, string> one in wrapped)
        {
            await using SafeModel<int, string> safe = one.WithSafety(static safety => safety
                .AddShadow(Scripted.Model)
                .AddBulkhead(8)
                .AddTimeout(TimeSpan.FromSeconds(1)));

            Assert.That(safe.GetHealth().Parts.Select(part => part.Part), Is.EqualTo(new[] { "model", "shadow" }), $"{one.GetType()}");
        }
    }

    [Test]
    public async Task Part_is_asked_once_wherever_it_is_used_and_names_are_distinct()
    {
        SayingAdmission both = new("switch", HealthState.Unhealthy);
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAdmissionGuard(both)
            .AddAdmissionGuard(both)
            .OnAlert(static _ => true, new SayingAction("switch", HealthState.Unhealthy))
            .AddAlertSink(new SayingSink("switch")));

        Assert.That(Texts(safe), Is.EqualTo(new[] { "switch Unhealthy: It is so.", "switch#2 Healthy: It is so." }));
        Assert.That(both.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task Monitor_and_guard_that_only_reports_are_at_most_degraded()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAdmissionGuard(new SayingAdmission("switch", HealthState.Unhealthy), new() { Mode = GuardMode.ReportOnly })
            .AddMonitor(new SayingMonitor("drift", HealthState.Unhealthy)));

        Assert.That(Texts(safe), Is.EqualTo(new[] { "switch Degraded: It is so.", "drift Degraded: It is so." }));
    }

    [Test]
    public async Task Part_that_throws_is_unhealthy_by_the_type_of_what_it_throws()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddInputGuard(new SayingInput("input", () => throw new InvalidOperationException("secret"))));

        Assert.That(Texts(safe), Is.EqualTo(new[] { "input Unhealthy: It could not say how it is: InvalidOperationException." }));
    }

    [Test]
    public async Task Open_alerts_are_degraded_whatever_their_severity_until_they_are_over()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseAlerts(new() { ClearReports = 1 })
            .UseFeatures(FeatureSchema.For<int>().Numeric("input", input => input))
            .AddMonitor(new Scripted.Monitor("drift", (block, context) =>
            {
                if (block.Feature(0)[^1] > 0)
                {
                    context.Raise(new("drift.feature", "The value 7 is odd.", AlertSeverity.Critical) { Feature = "input" });
                    context.Raise(new("drift.any", "The value 7 is odd.", AlertSeverity.Low));
                }
                else
                {
                    context.Clear("drift.feature", "input");
                    context.Clear("drift.any");
                }
            })));

        await safe.EvaluateAsync(7);
        await safe.FlushAsync();
        Assert.That(Texts(safe), Is.EqualTo(new[] { "drift Degraded: There are open alerts, the worst critical: drift.any, drift.feature." }));
        await safe.EvaluateAsync(0);
        await safe.FlushAsync();

        Assert.That(safe.GetHealth().State, Is.EqualTo(HealthState.Healthy));
    }

    [Test]
    public async Task Alert_breaker_that_is_open_is_unhealthy_and_closed_healthy()
    {
        AlertBreaker breaker = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAlertBreaker(static _ => true, breaker)
            .AddMonitor(new Scripted.Monitor("watch", static (_, context) => context.Raise(new("test.alert", "It is so.", AlertSeverity.Critical)))));
        Assert.That(Texts(safe), Is.EqualTo(new[] { "alert-breaker Healthy: Calls are admitted." }));

        await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        Assert.That(Texts(safe), Is.EqualTo(new[]
        {
            "alert-breaker Unhealthy: The model is held back since alert 'test.alert' of 'watch' is open.", "watch Degraded: There are open alerts, the worst critical: test.alert.",
        }));
    }

    [Test]
    public async Task Part_that_has_spoken_for_itself_is_not_told_of_by_its_alerts_again()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddAdmissionGuard(build =>
        {
            build.Alerts.Raise("switch", new("switch.engaged", "It is engaged.", AlertSeverity.Critical));
            return new SayingAdmission("switch", HealthState.Unhealthy);
        }));

        Assert.That(Texts(safe), Is.EqualTo(new[] { "switch Unhealthy: It is so." }));
    }

    [Test]
    public async Task Rows_that_are_lost_degrade_for_a_while()
    {
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(clock)
            .UseAlerts(new() { ResolveAfter = TimeSpan.FromSeconds(1) })
            .AddMonitor(new Scripted.Monitor("watch", static (_, _) => throw new InvalidDataException())));
        await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        Assert.That(Texts(safe), Does.Contain("watch.rows Degraded: Monitor 'watch' has lost 1 rows, some of them just now."));
        clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.That(Texts(safe), Has.Length.EqualTo(1));
        clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.That(Texts(safe), Is.Empty);
    }

    [Test]
    public async Task Sink_that_fails_degrades()
    {
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAlertSink(new Alerts.Switchboard.Sink(static (_, _) => throw new IOException(), "pager"))
            .AddMonitor(new Scripted.Monitor("watch", static (_, context) => context.Raise(new("test.alert", "It is so.", AlertSeverity.Low)))));
        await safe.EvaluateAsync(1);
        await safe.FlushAsync();

        Assert.That(Texts(safe), Does.Contain("pager.alerts Degraded: Sink 'pager' has not got 1 alerts, some of them just now."));
    }

    [Test]
    public async Task Monitor_that_is_stuck_degrades()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource begun = new();
        TaskCompletionSource go = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .UseTimeProvider(clock)
            .AddMonitor(new Scripted.Monitor("slow", (_, _) =>
            {
                begun.TrySetResult();
                go.Task.Wait();
            })));
        await safe.EvaluateAsync(1);
        Task flush = safe.FlushAsync().AsTask();
        await begun.Task;

        Assert.That(Texts(safe), Is.Empty);
        clock.Advance(TimeSpan.FromSeconds(62));
        Assert.That(Texts(safe), Is.EqualTo(new[] { "slow.stuck Degraded: Monitor 'slow' has 1 rows to look at and has taken none for 00:01:02." }));
        go.SetResult();
        await flush;
        Assert.That(Texts(safe), Is.Empty);
    }

    [Test]
    public async Task Model_that_was_disposed_of_is_unhealthy()
    {
        SafeModel<int, string> safe = Scripted.Model.WithSafety(static _ => { });

        await safe.DisposeAsync();

        Assert.That(Texts(safe), Is.EqualTo(new[] { "engine Unhealthy: The safe model was disposed of: it takes no calls." }));
    }

    private abstract class Saying(string name, Func<PartHealth>? health) : IReportsHealth
    {
        public string Name => name;

        public int Asked { get; private set; }

        public PartHealth GetHealth()
        {
            Asked++;
            return health?.Invoke() ?? new(name, HealthState.Healthy, "It is so.");
        }
    }

    private sealed class SayingAdmission(string name, HealthState state) : Saying(name, () => new(name, state, "It is so.")), IAdmissionGuard<int>
    {
        public ValueTask<Admission> AdmitAsync(int input, SafetyContext context) => new(Admission.Grant());

        public void Completed(in CallSummary call)
        {
        }
    }

    private sealed class SayingInput(string name, Func<PartHealth>? health = null) : Saying(name, health), IInputGuard<int>
    {
        public ValueTask<Verdict<int>> InspectAsync(int input, SafetyContext context) => new(Verdict.Allow);
    }

    private sealed class SayingOutput(string name) : Saying(name, null), IOutputGuard<int, string>
    {
        public ValueTask<Verdict<string>> InspectAsync(int input, string output, SafetyContext context) => new(Verdict.Allow);
    }

    private sealed class Wrapping(Func<object> inner) : IModel<int, string>, IWrapsModel
    {
        object IWrapsModel.Inner => inner();

        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken = default) => new("x");
    }

    private sealed class SayingModel(string name, IModel<int, string>? inner = null) : Saying(name, null), IModel<int, string>, IWrapsModel
    {
        object IWrapsModel.Inner => inner!;

        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken = default) => inner?.PredictAsync(input, cancellationToken) ?? new("x");
    }

    private sealed class SayingFallback(string name) : Saying(name, null), IFallbackPolicy<int, string>
    {
        public ValueTask<Verdict<string>> FallBackAsync(int input, SafetyContext context) => new(Verdict.Block(Scripted.Reason));
    }

    private sealed class SayingMonitor(string name, HealthState state) : Saying(name, () => new(name, state, "It is so.")), ISafetyMonitor
    {
        public void Observe(ColumnBlock block, MonitorContext context)
        {
        }
    }

    private sealed class SayingSink(string name) : Saying(name, null), IAlertSink
    {
        public ValueTask SendAsync(SafetyAlert alert, CancellationToken cancellationToken) => default;
    }

    private sealed class SayingAction(string name, HealthState state = HealthState.Healthy) : Saying(name, () => new(name, state, "It is so.")), IAlertAction
    {
        public ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken) => default;

        public ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken) => default;
    }
}
