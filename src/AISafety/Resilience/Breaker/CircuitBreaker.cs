using System.Diagnostics.Metrics;
using AISafety.Alerts;
using AISafety.Telemetry;
using Polly.CircuitBreaker;

namespace AISafety.Resilience;

/// <summary>The circuits of one safe model, and the conditions that hold it back: closed when all of them are.</summary>
internal sealed class CircuitBreaker
{
    public const string PartName = "circuit-breaker";

    private readonly CircuitBreakerOptions _options;
    private readonly CircuitBreakerManualControl _manual = new();
    private readonly Circuit _calls;
    private readonly Circuit? _refused;
    private readonly Circuit[] _circuits;
    private readonly ModelTelemetry _telemetry;
    private readonly AlertPort _port;
    private readonly Counter<long> _transitions;
    private readonly Announcer _announcer;
    private string? _isolation;
    private CircuitState _told;

    // Whether a person has closed it, of which is yet to be told.
    private bool _isClosedByHand;

    public CircuitBreaker(CircuitBreakerOptions options, TimeProvider timeProvider, ModelTelemetry telemetry, AlertPort alerts)
    {
        _options = options;
        _telemetry = telemetry;
        _port = alerts;
        _announcer = new(Announce);
        SteadyTime steady = new(timeProvider);
        _transitions = telemetry.Counter(SafetyTelemetry.CircuitTransitions, "{transition}", "Changes of the circuit breaker's state.");
        telemetry.Observe(SafetyTelemetry.CircuitState, "{state}", "The circuit breaker: 0 closed, 1 half-open, 2 open, 3 isolated.", () => Number(State));
        _calls = Make(OfCalls("failures", options.CountRefused ? "calls failed, or had their answer blocked" : "calls failed", options.FailureRatio));
        _refused = options.RefusedRatio is { } refused ? Make(OfCalls("refused", "answers were blocked", refused)) : null;
        if (options.ErrorRatio is { } errors)
        {
            int allowed = (int)Math.Ceiling(errors * options.MinimumLabels) - 1;
            Errors = Make(new("errors", "answers were wrong", errors, options.MinimumLabels, options.LabelWindow, options.MinimumLabels, allowed, options.LabelWindow));
        }

        _circuits = [.. new[] { _calls, _refused, Errors }.OfType<Circuit>()];

        CircuitRule OfCalls(string name, string told, double ratio) => new(name, told, ratio, options.MinimumCalls, options.Window, options.ProbeCalls, 0, options.ProbePatience);

        Circuit Make(CircuitRule rule) => new(rule, options, _manual, steady, _announcer.Announce);
    }

    /// <summary>The circuit of answers whose outcome is known; null without.</summary>
    public Circuit? Errors { get; }

    /// <summary>The conditions that hold the model back.</summary>
    public AlertBreaker Alerts { get; } = new();

    public bool IsClosed => _calls.IsClosed && _refused is null or { IsClosed: true } && Errors is null or { IsClosed: true } && !Alerts.IsOpen;

    public CircuitState State
    {
        get
        {
            CircuitState[] states = [.. _circuits.Select(static circuit => circuit.State)];
            return states.Contains(CircuitState.Isolated) ? CircuitState.Isolated
                : Alerts.IsOpen || states.Contains(CircuitState.Open) ? CircuitState.Open
                : states.Contains(CircuitState.HalfOpen) ? CircuitState.HalfOpen
                : CircuitState.Closed;
        }
    }

    /// <summary>What opened it.</summary>
    public string? Reason => State switch
    {
        CircuitState.Closed => null,
        CircuitState.Isolated => Volatile.Read(ref _isolation) ?? "isolated",
        _ when Alerts.Reason is { } reason => reason.Message,
        _ => string.Join(' ', _circuits.Where(static circuit => !circuit.IsClosed).Select(static circuit => circuit.Opened)),
    };

    /// <summary>Why a call may not go to the model; null if it may.</summary>
    public Evidence? Deny(CallId call)
    {
        for (int i = 0; i < _circuits.Length; i++)
        {
            if (!_circuits[i].Admits(call, out TimeSpan? retryAfter))
            {
                foreach (Circuit admitted in _circuits.AsSpan(0, i))
                {
                    admitted.Forget(call);
                }

                return new(EvidenceCodes.CircuitOpen, $"The circuit breaker holds the model back. {Reason}".TrimEnd()) { RetryAfter = retryAfter };
            }
        }

        return null;
    }

    public void Completed(in CallSummary call)
    {
        bool failed = call.Model == ModelOutcome.Failed;
        if ((failed && !_options.IsFailure(call.ModelException)) || call.Model is ModelOutcome.NotCalled or ModelOutcome.Abandoned)
        {
            foreach (Circuit circuit in _circuits)
            {
                circuit.Forget(call.CallId);
            }

            return;
        }

        bool blocked = call is { IsAnswerRefused: true, Action: SafetyAction.Block };
        _calls.Take(call.CallId, !failed && !(blocked && _options.CountRefused));
        if (failed)
        {
            _refused?.Forget(call.CallId);
        }
        else
        {
            _refused?.Take(call.CallId, !blocked);
        }

        if (failed || blocked || call.IsStandIn)
        {
            // It will have no outcome that says anything of the model.
            Errors?.Forget(call.CallId);
        }
    }

    public void Isolate(string reason)
    {
        Volatile.Write(ref _isolation, reason);
        _manual.IsolateAsync().GetAwaiter().GetResult();
        LookAgain();
    }

    public void Close()
    {
        Volatile.Write(ref _isClosedByHand, State != CircuitState.Closed);
        Alerts.Reset();
        _manual.CloseAsync().GetAwaiter().GetResult();
        LookAgain();
    }

    public void AlertsChanged() => _announcer.Announce();

    public PartHealth GetHealth()
    {
        CircuitState state = State;
        return state switch
        {
            CircuitState.Closed => new(PartName, HealthState.Healthy, "The circuit is closed."),
            CircuitState.HalfOpen => new(PartName, HealthState.Degraded, "The circuit is half-open: the model is tried."),
            _ => new(PartName, HealthState.Unhealthy, $"The circuit is {Word(state)}. {Reason}".TrimEnd()),
        };
    }

    private void LookAgain()
    {
        foreach (Circuit circuit in _circuits)
        {
            circuit.LookAgain();
        }

        _announcer.Announce();
    }

    private void Announce()
    {
        CircuitState state = State;
        if (state == _told)
        {
            return;
        }

        _told = state;
        _telemetry.Count(_transitions, new(SafetyTelemetry.StateTag, Word(state)), new(SafetyTelemetry.ReasonTag, Cause(state)));
        if (state == CircuitState.Closed)
        {
            _port.End(PartName, EvidenceCodes.CircuitOpen);
        }
        else
        {
            _port.Raise(PartName, new(EvidenceCodes.CircuitOpen, $"The circuit is {Word(state)}. {Reason}".TrimEnd(), AlertSeverity.High) { ResolveAfter = TimeSpan.Zero });
        }
    }

    private string Cause(CircuitState state) => state switch
    {
        CircuitState.Closed => Interlocked.Exchange(ref _isClosedByHand, false) ? "manual" : "recovered",
        CircuitState.Isolated => "manual",
        _ when Alerts.IsOpen => "alert",
        _ => _circuits.FirstOrDefault(static circuit => !circuit.IsClosed)?.Name ?? "recovered",
    };

    private static string Word(CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.HalfOpen => "half_open",
        CircuitState.Open => "open",
        _ => "isolated",
    };

    private static int Number(CircuitState state) => state switch
    {
        CircuitState.Closed => 0,
        CircuitState.HalfOpen => 1,
        CircuitState.Open => 2,
        _ => 3,
    };
}
