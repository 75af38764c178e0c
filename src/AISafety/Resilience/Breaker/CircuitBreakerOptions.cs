namespace AISafety.Resilience;

/// <summary>When a circuit opens, for how long, and how it is tried again.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record CircuitBreakerOptions : GuardOptions
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>The defaults.</summary>
    public static new CircuitBreakerOptions Default { get; } = new();

    /// <summary>The share of calls that went wrong, of those that reached the model, from which the circuit opens: more than 0, to 1; default 0.5. Wrong is a call whose model threw, timed out or answered null,
    /// and with <see cref="CountRefused"/> one whose answer was blocked.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>Whether answers that output guards block count among the calls that went wrong. Default: true.</summary>
    public bool CountRefused { get; init; } = true;

    /// <summary>A share of blocked answers, of all answers, that opens the circuit by itself: more than 0, to 1; null (default) for none. For one stricter than <see cref="FailureRatio"/>; a second window is then kept for each call.</summary>
    public double? RefusedRatio { get; init; }

    /// <summary>How many calls there must be in the window before the circuit may open: 2 to 1,000,000; default 20.</summary>
    public int MinimumCalls { get; init; } = 20;

    /// <summary>How long the window is: 500 ms to 1 day; default 30 seconds.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The share of wrong answers among those whose outcome was reported from which the circuit opens: more than 0, to 1; null (default) for none. Needs <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</summary>
    public double? ErrorRatio { get; init; }

    /// <summary>How far an answer may be from its outcome, as numbers of <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>, and be right: zero (default: for classes) or more.</summary>
    public double ErrorTolerance { get; init; }

    /// <summary>How many outcomes there must be in their window before the circuit may open by them, and how many calls try the model again afterwards: 2 to 100,000; default 50.</summary>
    public int MinimumLabels { get; init; } = 50;

    /// <summary>How long the window of outcomes is, by the time at which they are reported: 500 ms to 1 day; default 1 hour.</summary>
    public TimeSpan LabelWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Holds the model back while a condition is there, such as a drift alarm: <c>alert => alert.Code.StartsWith("drift.")</c>. Null (default) for none. As with <see cref="Alerts.AlertBreaker"/>, the model is tried with 1,000 calls
    /// each <see cref="Alerts.AlertOptions.ResolveAfter"/>, for monitors need calls to see that it is over. The circuit's own alert is left out.</summary>
    public Func<SafetyAlert, bool>? When { get; init; }

    /// <summary>Which exceptions count as the model's failure, beyond the rule that refusals do not: <see cref="ModelUnavailableException"/> and <see cref="SafetyBlockedException"/>. Null (default) for all others. One that throws means yes.</summary>
    public Func<Exception, bool>? Counts { get; init; }

    /// <summary>How long the circuit is open before the model is tried: 500 ms to 1 day; default 10 seconds. Doubles with each trial that fails.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that it grows to: <see cref="BreakFor"/> to 1 day; default 5 minutes.</summary>
    public TimeSpan MaxBreak { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many calls try the model before the circuit closes; all must be good: 1 to 100,000; default 3.</summary>
    public int ProbeCalls { get; init; } = 3;

    /// <summary>How long the result of such a call is waited for before another takes its place: 500 ms to 1 day; default 1 minute. For those that are judged by outcomes it is <see cref="LabelWindow"/>.</summary>
    public TimeSpan ProbePatience { get; init; } = TimeSpan.FromMinutes(1);

    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder(CircuitBreaker.PartName, nameof(CircuitBreakerOptions));
        Ratio(check, nameof(FailureRatio), FailureRatio);
        Ratio(check, nameof(RefusedRatio), RefusedRatio);
        Ratio(check, nameof(ErrorRatio), ErrorRatio);
        check.Range(nameof(MinimumCalls), MinimumCalls, 2, 1_000_000);
        check.Range(nameof(Window), Window, s_shortest, s_day);
        check.Require(ErrorTolerance >= 0 && double.IsFinite(ErrorTolerance), nameof(ErrorTolerance), ErrorTolerance, "zero or more");
        check.Range(nameof(MinimumLabels), MinimumLabels, 2, 100_000);
        check.Range(nameof(LabelWindow), LabelWindow, s_shortest, s_day);
        check.Range(nameof(BreakFor), BreakFor, s_shortest, s_day);
        check.Range(nameof(MaxBreak), MaxBreak, BreakFor, s_day);
        check.Range(nameof(ProbeCalls), ProbeCalls, 1, 100_000);
        check.Range(nameof(ProbePatience), ProbePatience, s_shortest, s_day);
    }

    /// <summary>Whether an exception of the model counts against it; one that answered null threw none.</summary>
    internal bool IsFailure(Exception? exception)
    {
        if (exception is ModelUnavailableException or SafetyBlockedException)
        {
            return false;
        }

        try
        {
            return exception is null || (Counts?.Invoke(exception) ?? true);
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static void Ratio(OptionCheck check, string option, double? ratio) =>
        check.Require(ratio is null or (> 0 and <= 1), option, ratio, "more than 0, to 1");
}
