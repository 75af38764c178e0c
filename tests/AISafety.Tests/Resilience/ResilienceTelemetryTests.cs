using AISafety.Resilience;
using AISafety.Telemetry;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Resilience;

[TestFixture]
public sealed class ResilienceTelemetryTests
{
    private readonly FakeTimeProvider _clock = new();

    private SafeModel<int, string> Build(Watched watched, IModel<int, string> model, Action<SafetyBuilder<int, string>> configure) => model.WithSafety(safety =>
    {
        safety.UseName("m").UseTimeProvider(_clock).UseMetrics(watched.Meters);
        configure(safety);
    });

    [Test]
    public async Task ResilienceEvents_count_what_strategies_do()
    {
        using Watched watched = new();
        using MetricCollector<long> events = watched.Collect<long>(SafetyTelemetry.ResilienceEvents);
        TaskCompletionSource<string> late = new();
        await using SafeModel<int, string> safe = Build(watched, Models.Of(late.Task), safety => safety
            .AddBulkhead(1).AddTimeout(TimeSpan.FromSeconds(1)).AddRetry(new() { Delay = TimeSpan.Zero, MaxRetries = 1 }).AddHedging(Models.Failing, TimeSpan.FromDays(1)).AddFallback("careful"));

        Task<SafetyResult<string>> call = safe.EvaluateAsync(1).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await call;

        Assert.That(Watched.Texts(events), Is.EqualTo(new[]
        {
            "event=timed_out model=m strategy=timeout: 1", "event=retried model=m strategy=retry: 1", "event=rejected model=m strategy=bulkhead: 1",
        }));
        late.SetResult("late");
    }

    [Test]
    public async Task ResilienceEvents_count_hedges()
    {
        using Watched watched = new();
        using MetricCollector<long> events = watched.Collect<long>(SafetyTelemetry.ResilienceEvents);
        await using SafeModel<int, string> safe = Build(watched, Models.Failing, safety => safety.AddHedging(Models.Of(Task.FromResult("second")), TimeSpan.FromDays(1)));

        await safe.EvaluateAsync(1);

        Assert.That(Watched.Texts(events), Is.EqualTo(new[] { "event=hedged model=m strategy=hedging: 1" }));
    }

    [Test]
    public async Task Bulkhead_says_how_many_run_and_wait()
    {
        using Watched watched = new();
        using MetricCollector<double> running = watched.Collect<double>(SafetyTelemetry.BulkheadRunning);
        using MetricCollector<double> queued = watched.Collect<double>(SafetyTelemetry.BulkheadQueued);
        TaskCompletionSource<string> answer = new();
        await using SafeModel<int, string> safe = Build(watched, Models.Of(answer.Task), safety => safety.AddBulkhead(2, queue: 5));

        Task<SafetyResult<string>>[] calls = [.. Enumerable.Range(0, 5).Select(i => safe.EvaluateAsync(i).AsTask())];
        running.RecordObservableInstruments();
        queued.RecordObservableInstruments();

        Assert.That((running.LastMeasurement!.Value, queued.LastMeasurement!.Value), Is.EqualTo((2, 3)));
        answer.SetResult("well");
        await Task.WhenAll(calls);
    }

    [Test]
    public async Task Circuit_says_its_state_and_its_transitions()
    {
        using Watched watched = new();
        using MetricCollector<long> transitions = watched.Collect<long>(SafetyTelemetry.CircuitTransitions);
        using MetricCollector<double> state = watched.Collect<double>(SafetyTelemetry.CircuitState);
        CircuitBreakerHandle handle = new();
        int good = 1;
        await using SafeModel<int, string> safe = Build(watched, Model.FromDelegate<int, string>(_ => good == 1 ? "well" : throw new InvalidOperationException()), safety => safety
            .AddCircuitBreaker(new() { MinimumCalls = 2, ProbeCalls = 2 }, handle).AddFallback("careful"));
        List<double> states = [];
        async Task AskAsync(int isGood)
        {
            good = isGood;
            await safe.EvaluateAsync(1);
            state.RecordObservableInstruments();
            states.Add(state.LastMeasurement!.Value);
        }

        await AskAsync(0);
        await AskAsync(0);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await AskAsync(1);
        await AskAsync(1);
        handle.Isolate("ann", "why");
        await AskAsync(1);

        handle.Close();
        await AskAsync(1);

        Assert.That(states, Is.EqualTo(new double[] { 0, 2, 1, 0, 3, 0 }));
        Assert.That(Watched.Texts(transitions), Is.EqualTo(new[]
        {
            "model=m reason=failures state=open: 1", "model=m reason=failures state=half_open: 1", "model=m reason=recovered state=closed: 1", "model=m reason=manual state=isolated: 1", "model=m reason=manual state=closed: 1",
        }));
    }

    [Test]
    public async Task Ladder_says_where_it_stands_and_why_it_moved()
    {
        using Watched watched = new();
        using MetricCollector<long> moves = watched.Collect<long>(SafetyTelemetry.DegradationMoves);
        using MetricCollector<long> fallthroughs = watched.Collect<long>(SafetyTelemetry.DegradationFallthroughs);
        using MetricCollector<double> rung = watched.Collect<double>(SafetyTelemetry.DegradationRung);
        await using SafeModel<int, string> safe = Build(watched, Models.Failing, safety => safety.AddDegradation(rungs => rungs.Rules(_ => "rules"), new() { MinimumCalls = 2 }));

        for (int i = 0; i < 3; i++)
        {
            await safe.EvaluateAsync(1);
        }

        rung.RecordObservableInstruments();
        Assert.That(rung.LastMeasurement!.Value, Is.EqualTo(1));
        Assert.That(Watched.Texts(moves), Is.EqualTo(new[] { "model=m reason=failed rung=rules: 1" }));
        Assert.That(Watched.Texts(fallthroughs), Is.EqualTo(new[] { "model=m rung=rules: 1", "model=m rung=rules: 1" }));
    }

    [Test]
    public async Task Circuit_counts_what_it_denies_and_nothing_that_it_lets_in()
    {
        using Watched watched = new();
        using MetricCollector<long> denied = watched.Collect<long>(SafetyTelemetry.AdmissionDenied);
        await using SafeModel<int, string> safe = Build(watched, Models.Failing, safety => safety.AddCircuitBreaker(new() { MinimumCalls = 2, ProbeCalls = 1 }).AddFallback("careful"));

        for (int i = 0; i < 4; i++)
        {
            await safe.EvaluateAsync(1);
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        await safe.EvaluateAsync(1);

        Assert.That(Watched.Texts(denied), Is.EqualTo(new[] { "code=circuit.open guard=circuit-breaker model=m: 1", "code=circuit.open guard=circuit-breaker model=m: 1" }));
    }
}
