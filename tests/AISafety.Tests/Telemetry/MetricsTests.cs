using AISafety.Review;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Telemetry;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MetricsTests : IDisposable
{
    private readonly Watched _watched = new();

    public void Dispose() => _watched.Dispose();

    private SafeModel<int, string> Build(Action<SafetyBuilder<int, string>> configure, IModel<int, string>? model = null) =>
        (model ?? Scripted.Model).WithSafety(safety =>
        {
            safety.UseName("m").UseMetrics(_watched.Meters);
            configure(safety);
        });

    [Test]
    public async Task Calls_are_counted_by_action_and_who_answered()
    {
        using MetricCollector<long> calls = _watched.Collect<long>("aisafety.calls");
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddInputGuard(Scripted.Input((input, _) => new(input switch
            {
                1 => Verdict.Block(Scripted.Reason),
                2 => Verdict.Flag(Scripted.Reason),
                _ => Verdict.Allow,
            })))
            .AddFallbackPolicy(Scripted.Fallback((input, _) => new(input == 1 ? Verdict.Block(Scripted.Reason) : Verdict.Replace("f", Scripted.Reason))))
            .AddOutputGuard(Scripted.Output((input, output, _) => new(input == 3 && output != "f" ? Verdict.Block(Scripted.Reason) : Verdict.Allow))));

        foreach (int input in new[] { 0, 1, 2, 3 })
        {
            await safe.EvaluateAsync(input);
        }

        Assert.That(Watched.Texts(calls), Is.EqualTo(new[]
        {
            "action=allow model=m served_by=model: 1",
            "action=block model=m served_by=none: 1",
            "action=flag model=m served_by=model: 1",
            "action=block model=m served_by=fallback: 1",
        }));
    }

    [Test]
    public async Task Calls_that_the_caller_cancels_are_counted_as_cancelled()
    {
        using MetricCollector<long> calls = _watched.Collect<long>("aisafety.calls");
        using CancellationTokenSource source = new();
        await using SafeModel<int, string> safe = Build(safety => safety.AddInputGuard(Scripted.Input((_, _) =>
        {
            source.Cancel();
            return new(Verdict.Allow);
        })));

        Assert.That(async () => await safe.EvaluateAsync(1, cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Watched.Texts(calls), Is.EqualTo(new[] { "action=cancelled model=m served_by=none: 1" }));
    }

    [Test]
    public async Task Calls_of_a_batch_are_counted_one_by_one()
    {
        using MetricCollector<long> calls = _watched.Collect<long>("aisafety.calls");
        await using SafeModel<int, string> safe = Build(_ => { });

        await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, new SafetyResult<string>[3]);

        Assert.That(calls.GetMeasurementSnapshot().Sum(one => one.Value), Is.EqualTo(3));
    }

    [Test]
    public async Task Verdicts_are_counted_once_a_guard_with_its_mode()
    {
        using MetricCollector<long> verdicts = _watched.Collect<long>("aisafety.verdicts");
        GuardOptions reportOnly = new() { Mode = GuardMode.ReportOnly };
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("door", (input, _) => new(input == 2 ? Admission.Deny(Scripted.Reason) : Admission.Grant())))
            .AddInputGuard(Scripted.Input(Verdict.With(SafetyAction.Flag, [Scripted.Reason, Scripted.Reason]), "two-reasons"))
            .AddInputGuard(Scripted.Input(Verdict.Block(Scripted.Reason), "reports"), reportOnly)
            .AddInputGuard(Scripted.Input(default(Verdict<int>), "silent"), reportOnly)
            .AddInputGuard(Scripted.Input((_, _) => throw new InvalidOperationException(), "throws"), new() { OnFailure = FailurePolicy.FailOpen })
            .AddOutputGuard(Scripted.Output(Verdict.Allow, "content")));

        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(2);

        Assert.That(Watched.Texts(verdicts), Is.EqualTo(new[]
        {
            "action=flag guard=two-reasons mode=enforce model=m: 1",
            "action=block guard=reports mode=report_only model=m: 1",
            "action=block guard=silent mode=report_only model=m: 1",
            "action=flag guard=throws mode=enforce model=m: 1",
            "action=block guard=door mode=enforce model=m: 1",
        }));
    }

    [Test]
    public async Task Durations_are_those_of_guards_model_and_call([Values] bool waits)
    {
        using MetricCollector<double> guards = _watched.Collect<double>("aisafety.guard.duration");
        using MetricCollector<double> models = _watched.Collect<double>("aisafety.model.duration");
        using MetricCollector<double> calls = _watched.Collect<double>("aisafety.call.duration");
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Build(
            safety => safety
                .UseTimeProvider(clock)
                .AddInputGuard(Scripted.Input(async (_, _) =>
                {
                    await PassAsync(1);
                    return Verdict.Allow;
                }))
                .AddInputGuard(Scripted.Input(async (_, _) =>
                {
                    await PassAsync(2);
                    return Verdict.Flag(Scripted.Reason);
                }, "flags"))
                .AddOutputGuard(Scripted.Output(async (_, _, _) =>
                {
                    await PassAsync(4);
                    return Verdict.Allow;
                })),
            Model.FromDelegate<int, string>(async (input, _) =>
            {
                await PassAsync(8);
                return $"{input}";
            }));

        await safe.EvaluateAsync(1);

        Assert.That(Watched.Texts(guards), Is.EqualTo(new[] { "guard=input model=m: 1", "guard=flags model=m: 2", "guard=output model=m: 4" }));
        Assert.That(Watched.Texts(models), Is.EqualTo(new[] { "model=m served_by=model: 8" }));
        Assert.That(Watched.Texts(calls), Is.EqualTo(new[] { "action=flag model=m: 15" }));

        async ValueTask PassAsync(int seconds)
        {
            if (waits)
            {
                await Task.Yield();
            }

            clock.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Test]
    public async Task Fallbacks_and_reviews_are_counted()
    {
        using MetricCollector<long> fallbacks = _watched.Collect<long>("aisafety.fallbacks");
        using MetricCollector<long> reviews = _watched.Collect<long>("aisafety.reviews");
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddHumanReview(new InProcessReviewQueue<int, string>(new() { Capacity = 1 }))
            .AddInputGuard(Scripted.Input(Verdict.Review(Scripted.Reason)))
            .AddFallbackPolicy(Scripted.Fallback((_, _) => throw new InvalidOperationException(), "broken"))
            .AddFallbackPolicy(Scripted.Fallback("f", "works")));

        await safe.EvaluateAsync(1);
        await safe.EvaluateAsync(2);

        Assert.That(Watched.Texts(fallbacks).Distinct(), Is.EqualTo(new[] { "answered=False fallback=broken model=m: 1", "answered=True fallback=works model=m: 1" }));
        Assert.That(Watched.Texts(reviews), Is.EqualTo(new[] { "accepted=True model=m: 1", "accepted=False model=m: 1" }));
    }

    [Test]
    public async Task Alerts_are_counted_by_code_and_severity()
    {
        using MetricCollector<long> alerts = _watched.Collect<long>("aisafety.alerts");
        await using (SafeModel<int, string> safe = Build(safety => safety.AddMonitor(
            new Scripted.Monitor("watch", (_, context) => context.Raise(new("test.alert", "It is so.", AlertSeverity.High))))))
        {
            await safe.EvaluateAsync(1);
        }

        Assert.That(Watched.Texts(alerts), Is.EqualTo(new[] { "code=test.alert model=m monitor=watch severity=high: 1" }));
    }

    [Test]
    public async Task Monitors_are_observed_while_the_model_lives()
    {
        using MetricCollector<long> waiting = _watched.Collect<long>("aisafety.monitor.queue.length");
        using MetricCollector<long> dropped = _watched.Collect<long>("aisafety.monitor.rows.dropped");
        SafeModel<int, string> safe = Build(safety => safety.AddMonitor(new Scripted.Monitor("broken", (_, _) => throw new InvalidOperationException())));

        await safe.EvaluateAsync(1);
        await safe.FlushAsync();
        waiting.RecordObservableInstruments();
        dropped.RecordObservableInstruments();
        await safe.DisposeAsync();
        int before = dropped.GetMeasurementSnapshot().Count;
        dropped.RecordObservableInstruments();

        Assert.That(Watched.Texts(waiting), Is.EqualTo(new[] { "model=m monitor=broken: 0" }));
        Assert.That(Watched.Texts(dropped), Is.EqualTo(new[] { "model=m monitor=broken: 1" }));
        Assert.That(dropped.GetMeasurementSnapshot(), Has.Count.EqualTo(before));
    }

    [Test]
    public async Task Listener_that_throws_changes_no_verdict_and_keeps_no_call_from_ending()
    {
        using System.Diagnostics.Metrics.MeterListener listener = new();
        System.Diagnostics.Metrics.Meter meter = _watched.Meters.Create(new System.Diagnostics.Metrics.MeterOptions("AISafety"));
        listener.InstrumentPublished = (instrument, owner) =>
        {
            if (instrument.Meter == meter)
            {
                owner.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException());
        listener.Start();
        int completed = 0;
        await using SafeModel<int, string> safe = Build(safety => safety
            .AddAdmissionGuard(new Scripted.AdmissionGuard("door", (_, _) => new(Admission.Grant()), _ => completed++))
            .AddInputGuard(Scripted.Input((input, _) => new(input == 1 ? Verdict.Block(Scripted.Reason) : Verdict.Allow)), new() { OnFailure = FailurePolicy.FailOpen })
            .AddMonitor(new Scripted.Monitor("watch", (_, context) => context.Raise(new("test.alert", "It is so.", AlertSeverity.High)))));

        Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Block));
        Assert.That((await safe.EvaluateAsync(0)).Action, Is.EqualTo(SafetyAction.Allow));
        await safe.FlushAsync();
        Assert.That(completed, Is.EqualTo(2));
    }

    [Test]
    public async Task Guards_that_refuse_are_timed_too_and_rows_of_a_batch_by_themselves()
    {
        using MetricCollector<double> guards = _watched.Collect<double>("aisafety.guard.duration");
        FakeTimeProvider clock = new();
        await using SafeModel<int, string> safe = Build(
            safety => safety
                .UseTimeProvider(clock)
                .AddInputGuard(Scripted.Input((_, _) =>
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                    return new(Verdict.Allow);
                }))
                .AddOutputGuard(Scripted.Output((input, _, _) =>
                {
                    clock.Advance(TimeSpan.FromSeconds(2));
                    return new(input == 2 ? Verdict.Block(Scripted.Reason) : Verdict.Allow);
                })),
            new Slow(clock));

        await safe.EvaluateBatchAsync(new[] { 1, 2, 3 }, new SafetyResult<string>[3]);

        Assert.That(Watched.Texts(guards).Order(), Is.EqualTo(Enumerable.Repeat("guard=input model=m: 1", 3).Concat(Enumerable.Repeat("guard=output model=m: 2", 3))));
    }

    private sealed class Slow(FakeTimeProvider clock) : IBatchModel<int, string>
    {
        public ValueTask<string> PredictAsync(int input, CancellationToken cancellationToken = default) => new("x");

        public ValueTask PredictBatchAsync(ReadOnlyMemory<int> inputs, Memory<string> outputs, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromSeconds(100));
            outputs.Span.Fill("x");
            return default;
        }
    }

    [Test]
    public void Counted_and_timed_calls_allocate_nothing()
    {
        using MetricCounter counter = new(_watched.Meters.Create(new System.Diagnostics.Metrics.MeterOptions("AISafety")));
        SafeModel<int, string> safe = Build(safety => safety.AddInputGuard(Scripted.Input(Verdict.Allow)), Model.FromDelegate<int, string>(static _ => "constant"));

        Assert.That(Allocations.Of(() => safe.EvaluateAsync(1).IsCompletedSuccessfully), Is.Zero);
        Assert.That(counter.Count, Is.GreaterThanOrEqualTo(800));
    }
}
