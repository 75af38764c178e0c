using System.Globalization;
using Polly;
using Polly.CircuitBreaker;

namespace AISafety.Resilience;

/// <summary>One circuit of Polly that is told outcomes after the fact. Polly says when it opens and closes; what is an outcome, and which calls are probes, is said here.</summary>
/// <remarks>Thread-safe. While it is closed, a good outcome costs one execution by Polly.</remarks>
internal sealed class Circuit
{
    private static readonly Func<ResilienceContext, bool, ValueTask<Outcome<bool>>> s_outcome = static (_, isGood) => new(Outcome.FromResult(isGood));

    private readonly Lock _lock = new();
    private readonly CircuitRule _rule;
    private readonly SteadyTime _time;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<bool> _pipeline;
    private readonly Action _changed;
    private volatile bool _isClosed = true;
    private CircuitState _known = CircuitState.Closed;
    private TimeSpan _break;
    private Opening? _opening;
    private DateTimeOffset _openUntil;
    private ProbeSeries? _probes;

    /// <summary>Makes a closed circuit.</summary>
    /// <param name="rule">What opens it.</param>
    /// <param name="options">How long it is open.</param>
    /// <param name="manual">By which a person isolates it.</param>
    /// <param name="time">The clock, Polly's as well.</param>
    /// <param name="changed">Called when its state has changed, under no lock.</param>
    public Circuit(CircuitRule rule, CircuitBreakerOptions options, CircuitBreakerManualControl manual, SteadyTime time, Action changed)
    {
        _rule = rule;
        _time = time;
        _changed = changed;
        _pipeline = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
            {
                FailureRatio = rule.Ratio,
                MinimumThroughput = rule.Minimum,
                SamplingDuration = rule.Window,
                BreakDurationGenerator = args =>
                {
                    // Of the opening; a trial that fails is no share of anything.
                    _opening = args.HalfOpenAttempts == 0 ? new(args.FailureCount, args.FailureRate) : _opening;
                    return new(_break = Grown(options, args.HalfOpenAttempts));
                },
                ShouldHandle = static args => new(!args.Outcome.Result),
                StateProvider = _state,
                ManualControl = manual,
            })
            .Build();
    }

    public string Name => _rule.Name;

    /// <summary>What opened it last, in figures; empty before it did.</summary>
    public string Opened => Volatile.Read(ref _opening) is not { } opening ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{opening.Bad} of {opening.Calls} {_rule.Told} ({100 * opening.Share:0.#} %); the limit is {100 * _rule.Ratio:0.#} %.");

    public bool IsClosed => _isClosed;

    /// <summary>Closed, open, isolated, or half-open while the model is tried.</summary>
    public CircuitState State
    {
        get
        {
            lock (_lock)
            {
                return _known;
            }
        }
    }

    /// <summary>Whether a call may go to the model; if not, how long to wait, where that is known.</summary>
    public bool Admits(CallId call, out TimeSpan? retryAfter)
    {
        retryAfter = null;
        if (_isClosed)
        {
            return true;
        }

        bool admits;
        bool changed;
        lock (_lock)
        {
            changed = Look();
            admits = _known == CircuitState.Closed || (_known != CircuitState.Isolated && Probes(call, ref changed, out retryAfter));
        }

        Announce(changed);
        return admits;
    }

    /// <summary>Takes what came of a call.</summary>
    public void Take(CallId call, bool isGood)
    {
        bool changed = false;
        if (_isClosed)
        {
            if (Count(isGood))
            {
                return;
            }

            lock (_lock)
            {
                changed = Look();
            }
        }
        else
        {
            lock (_lock)
            {
                if (_probes?.Judge(call, isGood) is { } isWell)
                {
                    // The time has passed that Polly keeps it open, so this very outcome is Polly's trial: it closes, or opens for longer.
                    _probes = null;
                    Count(isWell);
                    changed = Look();
                }
            }
        }

        Announce(changed);
    }

    /// <summary>The call says nothing of the model: another may try it.</summary>
    public void Forget(CallId call)
    {
        if (!_isClosed)
        {
            lock (_lock)
            {
                _probes?.Forget(call);
            }
        }
    }

    /// <summary>Looks at what a person has done by hand.</summary>
    public void LookAgain()
    {
        bool changed;
        lock (_lock)
        {
            changed = Look();
        }

        Announce(changed);
    }

    private static TimeSpan Grown(CircuitBreakerOptions options, int failedTrials)
    {
        double seconds = options.BreakFor.TotalSeconds * Math.Pow(2, Math.Min(failedTrials, 30));
        return seconds < options.MaxBreak.TotalSeconds ? TimeSpan.FromSeconds(seconds) : options.MaxBreak;
    }

    private bool Probes(CallId call, ref bool changed, out TimeSpan? retryAfter)
    {
        DateTimeOffset now = _time.GetUtcNow();
        retryAfter = _openUntil - now;
        if (_probes is null)
        {
            if (now < _openUntil)
            {
                return false;
            }

            _probes = new(_rule.Probes, _rule.BadAllowed, _rule.Patience);
            changed |= Know(CircuitState.HalfOpen);
        }

        retryAfter = null;
        return _probes.Admits(call, now);
    }

    /// <summary>Reads the state that Polly has; true if it is another one.</summary>
    private bool Look()
    {
        CircuitState state = _state.CircuitState;
        if (state is CircuitState.Open && _probes is null && _known is not CircuitState.Open)
        {
            _openUntil = _time.GetUtcNow() + _break;
        }

        if (state is CircuitState.Closed or CircuitState.Isolated)
        {
            _probes = null;
        }

        return Know(state is CircuitState.Open && _probes is not null ? CircuitState.HalfOpen : state);
    }

    private bool Know(CircuitState state)
    {
        bool isNew = _known != state;
        _known = state;
        _isClosed = state == CircuitState.Closed;
        return isNew;
    }

    /// <summary>Has Polly count an outcome. True if it did, and it was good: then nothing can have opened.</summary>
    private bool Count(bool isGood)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false);
        ValueTask<Outcome<bool>> told = _pipeline.ExecuteOutcomeAsync(s_outcome, context, isGood);
        bool wasGood = told.IsCompletedSuccessfully && told.Result is { Exception: null, Result: true };
        ResilienceContextPool.Shared.Return(context);
        return wasGood;
    }

    private void Announce(bool changed)
    {
        if (changed)
        {
            _changed();
        }
    }

    /// <summary>The outcomes by which it opened.</summary>
    private sealed record Opening(int Bad, double Share)
    {
        public int Calls => Share > 0 ? (int)Math.Round(Bad / Share) : Bad;
    }
}
