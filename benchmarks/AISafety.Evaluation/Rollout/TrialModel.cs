using AISafety.Rollout;
using AISafety.Statistics;
using AISafety.Switches;
using AISafety.Testing;

namespace AISafety.Evaluation.Rollout;

/// <summary>The safe model of the fault trial, with the parts that keep calls from harm: kill switch, circuit breaker, concurrency limit, rollout, timeout, retry, output validation, last good value, refusal; and what happens to it meanwhile.</summary>
/// <remarks>Its clock runs fifty times as fast as the system's, so that the circuit's shortest break is over while some thousand calls are made. Times here are the system's.</remarks>
internal sealed class TrialModel : IAsyncDisposable
{
    private const int Times = 50;
    private const int Keys = 1_024;

    /// <summary>From one outage to the next, in calls; in short runs, less.</summary>
    private const int MostBetween = 20_000;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_deafFor = 10 * s_timeout;

    private readonly KillSwitch _killSwitch = new();
    private readonly string[] _keys = [.. Enumerable.Range(0, Keys).Select(static i => $"key-{i}")];

    // The third number says whether the call began when the rollback was done; the model knows of the first two only.
    private readonly float[][] _before = Inputs(isAfter: 0);
    private readonly float[][] _after = Inputs(isAfter: 1);
    private volatile bool _isRolledBack;
    private long _candidateBefore;
    private long _candidateAfter;

    public TrialModel(string name, int seed, int concurrency)
    {
        TrialArm stable = new("stable", 1.0f, seed, s_deafFor);
        TrialArm candidate = new("candidate", 1.1f, seed + 1, s_deafFor);
        Arms = [stable, candidate];
        Safe = stable.Asked.WithSafety(safety => safety
            .UseName(name)
            .UseTimeProvider(new FasterTime(Times))
            .UseFeatures(FeatureSchema.For<float[]>().Numeric("a", static row => row[0]).Numeric("b", static row => row[1]))
            .UseRecording(new() { DrainTimeout = Times * TimeSpan.FromSeconds(2) })
            .AddKillSwitch(_killSwitch)
            .AddCircuitBreaker(new()
            {
                FailureRatio = 0.2,
                MinimumCalls = 20,
                Window = Times * TimeSpan.FromMilliseconds(30),
                BreakFor = Times * TimeSpan.FromMilliseconds(10),
                MaxBreak = Times * TimeSpan.FromMilliseconds(40),
                ProbePatience = Times * TimeSpan.FromMilliseconds(200),
            })
            .AddConcurrencyLimit(Math.Max(1, concurrency / 4), new() { QueueLimit = concurrency / 4, MaxWait = Times * s_timeout })
            .AddRollout(CountedCandidate(candidate), new()
            {
                // By itself it neither goes on nor goes back: the rollback in the middle is the trial's.
                Name = name,
                Gates = [RolloutGate.ErrorRate(0.2)],
                Steps = [new(0.5), new(1)],
                Alpha = 1e-9,
                AdvancesByItself = false,
            })
            .AddTimeout(Times * s_timeout)
            .AddRetry(new() { MaxRetries = 1, Delay = TimeSpan.Zero, UseJitter = false, When = static exception => exception is InjectedFaultException })
            .AddOutputValidation(static rules => rules.Finite("probability", static probability => probability))
            .AddLastGoodValue(options: new() { Capacity = Keys / 2 })
            .AddRefusal("trial.refused", "Nothing was kept for this key.")
            .AddMonitor(_ => new StuckMonitor())
            .AddMonitor(_ => new CountingMonitor()));
    }

    public SafeModel<float[], float> Safe { get; }

    public IReadOnlyList<TrialArm> Arms { get; }

    /// <summary>Attempts at the candidate by calls that began before the rollback was done.</summary>
    public long CandidateBefore => Interlocked.Read(ref _candidateBefore);

    /// <summary>Attempts at the candidate by calls that began after it; there may be none.</summary>
    public long CandidateAfter => Interlocked.Read(ref _candidateAfter);

    /// <summary>How many calls begin while the kill switch is engaged, beside those that are under way at both ends.</summary>
    public static int Killed(int calls) => calls / 20;

    /// <summary>What a call is given; asked when it begins.</summary>
    public float[] Input(long call) => (_isRolledBack ? _after : _before)[call % _before.Length];

    public CallInfo Caller(long call) => new(Key: _keys[SplitMix64.Mix((ulong)call) % Keys]);

    /// <summary>A rollback after a third of the calls, the kill switch from the half on, and outages all along.</summary>
    public IEnumerable<StressEvent> Events(int calls)
    {
        yield return new((calls / 3) + 1, "rollback", RollBackAsync);
        yield return new((calls / 2) + 1, "kill switch engaged", token => _killSwitch.EngageAsync("trial", "In the middle.", token));
        yield return new((calls / 2) + Killed(calls) + 1, "kill switch released", async token => await _killSwitch.ReleaseAsync("trial", "It is over.", token).ConfigureAwait(false));
        int between = Math.Min(MostBetween, calls / 2);
        for (int first = between / 2; first + (between / 4) < calls; first += between)
        {
            yield return new(first, "outage begins", _ => SetOut(true));
            yield return new(first + (between / 4), "outage ends", _ => SetOut(false));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Safe.DisposeAsync().ConfigureAwait(false);
        _killSwitch.Dispose();
    }

    private static float[][] Inputs(float isAfter) => [.. Enumerable.Range(0, 1_024).Select(i => new[] { i / 1_024f, 1 - (i / 512f), isAfter })];

    private IModel<float[], float> CountedCandidate(TrialArm candidate) => Model.FromDelegate<float[], float>((row, token) =>
    {
        Interlocked.Increment(ref (row[2] == 0 ? ref _candidateBefore : ref _candidateAfter));
        return candidate.Asked.PredictAsync(row, token);
    });

    private async ValueTask RollBackAsync(CancellationToken cancellationToken)
    {
        await Safe.Rollout!.RollBackAsync("trial", "In the middle.", cancellationToken).ConfigureAwait(false);
        _isRolledBack = true;
    }

    private ValueTask SetOut(bool isOut)
    {
        foreach (TrialArm arm in Arms)
        {
            arm.IsOut = isOut;
        }

        return default;
    }
}
