using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AISafety.Access;
using AISafety.Incidents;
using AISafety.Limits;
using AISafety.Rollout;
using AISafety.Switches;
using AISafety.Tests.Alerts;
using AISafety.Tests.Support;
using Polly;
using Polly.Simmy;

namespace AISafety.Tests.Dashboards;

/// <summary>Safe models with every part that there is, and what their instruments really measure. A part that is new gets its line in <c>s_parts</c>.</summary>
internal sealed class EveryPart : IDisposable
{
    private readonly Watched _watched = new();
    private readonly MeterListener _listener = new();

    /// <summary>What brings each part to measure all that it can: a description of a safe model whose calls are 0 to 4, as <see cref="Switchboard"/> has them.</summary>
    private static readonly Action<SafetyBuilder<int, string>>[] s_parts =
    [
        static safety => safety.AddInputGuard(Scripted.Input((input, _) => new(input == Switchboard.Nothing ? Verdict.Review(Scripted.Reason) : Verdict.Allow))).AddFallbackPolicy(Scripted.Fallback("f")),
        static safety => safety.AddAlertSink(new Switchboard.Sink(static (_, _) => throw new IOException(), "broken")),
        static safety => safety.AddIncidents(new IncidentOptions { WhenOver = static _ => IncidentStage.Closed, Containment = [new(ContainmentAction.Create("brake", static (_, _) => default, static (_, _) => default), static _ => true)] }),
        static safety => safety.AddIncidents(new IncidentOptions { BacklogCapacity = 1 }, new BrokenStore()),
        static safety => safety.AddKillSwitch(new KillSwitch()).AddCallerBlocklist(new CallerBlocklist()).AddConcurrencyLimit(1).AddCallerRateLimit(new RateLimit(1, TimeSpan.FromDays(1))),
        static safety => safety.AddCircuitBreaker(new() { When = static alert => alert.Monitor == "watch" }).AddBulkhead(1),
        static safety => safety.AddResilience(AlwaysFailing).AddRetry(new() { Delay = TimeSpan.Zero }).AddFallback("sorry"),
        static safety => safety.AddResilience(AlwaysFailing).AddDegradation(static rungs => rungs.Rules(static _ => "rules")),
        static safety => safety.AddDegradation(static rungs => rungs.Rules(static _ => "rules").ForceDown(static alert => alert.Monitor == "watch", "rules")),
        static safety => safety.AddShadow(Scripted.Model).AddRollout(Scripted.Model, new() { Name = "every", Gates = [RolloutGate.ErrorRate(0.1)], Steps = [new(0.4), new(0.5), new(1)] }),
    ];

    /// <summary>The instruments, and the tags that each was measured with.</summary>
    public ConcurrentDictionary<Instrument, ConcurrentDictionary<string, byte>> Seen { get; } = [];

    public async Task RunAsync()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Of this test's own meter factory.
            if (ReferenceEquals(instrument.Meter.Scope, _watched.Meters))
            {
                Seen.TryAdd(instrument, []);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.Start();
        foreach (Action<SafetyBuilder<int, string>> part in s_parts)
        {
            await using SafeModel<int, string> safe = Switchboard.Build(safety => part(safety.UseName("m").UseMetrics(_watched.Meters).UseAlerts(new() { ClearReports = 1, FlapWindow = TimeSpan.Zero })));
            int[] calls = [Switchboard.Nothing, Switchboard.High, Switchboard.High, Switchboard.Critical, Switchboard.Clear, Switchboard.High];
            foreach (int call in calls)
            {
                await safe.AskAsync(call);
            }

            // The second step is refused, for there is no evidence.
            foreach (ModelRollout rollout in (IEnumerable<ModelRollout>)(safe.Rollout is { } one ? [one, one] : []))
            {
                await rollout.AdvanceAsync("ada", "on");
            }

            _listener.RecordObservableInstruments();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _watched.Dispose();
    }

    private static void AlwaysFailing(ResiliencePipelineBuilder pipeline) => pipeline.AddChaosFault(1, static () => new IOException());

    private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ConcurrentDictionary<string, byte> seen = Seen[instrument];
        foreach ((string tag, _) in tags)
        {
            seen.TryAdd(tag, 0);
        }
    }

    private sealed class BrokenStore : IIncidentStore
    {
        public ValueTask<Incident?> GetAsync(string id, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask<IReadOnlyList<Incident>> ListAsync(IncidentQuery query, CancellationToken cancellationToken) => throw new IOException();

        public ValueTask<IncidentWrite> TryWriteAsync(Incident incident, CancellationToken cancellationToken) => throw new IOException();
    }
}
