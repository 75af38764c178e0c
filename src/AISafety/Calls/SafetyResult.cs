using System.Diagnostics.CodeAnalysis;

namespace AISafety;

/// <summary>What came of one call: whether there is an output, who gave it, and why it was not simply allowed.</summary>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks><c>default</c> has no output and <see cref="SafetyAction.NotEvaluated"/>.</remarks>
public readonly struct SafetyResult<TOut>
{
    private readonly TOut? _output;
    private readonly Evidence[]? _evidence;

    internal SafetyResult(CallId callId, SafetyAction action, bool hasOutput, TOut? output, string servedBy, Evidence[]? evidence)
    {
        CallId = callId;
        Action = action;
        HasOutput = hasOutput;
        _output = output;
        ServedBy = servedBy;
        _evidence = evidence;
    }

    /// <summary>The call, for <see cref="SafeModel{TIn, TOut}.ReportOutcome(CallId, TOut)"/> and for the audit.</summary>
    public CallId CallId { get; }

    /// <summary>The worst action that was enforced. A call that was blocked or sent to review may still have an output, from a fallback.</summary>
    public SafetyAction Action { get; }

    /// <summary>Whether there is an output, from the model or from a fallback.</summary>
    public bool HasOutput { get; }

    /// <summary>Whether the model's own answer was used, perhaps flagged or replaced: not stopped, and not answered by a fallback.</summary>
    public bool IsAllowed => HasOutput && Action is SafetyAction.Allow or SafetyAction.Flag or SafetyAction.Replace;

    /// <summary>The output.</summary>
    /// <exception cref="InvalidOperationException">There is none: see <see cref="HasOutput"/>.</exception>
    public TOut Output => HasOutput
        ? _output!
        : throw new InvalidOperationException(
            $"Call {CallId} has no output: it ended with {Action}{Because()}. Check {nameof(HasOutput)} first.");

    /// <summary>Who gave the output: <c>model</c>, a routed arm, or a fallback's name; <c>none</c> without output.</summary>
    [field: MaybeNull]
    public string ServedBy => field ?? "none";

    /// <summary>Every reason given, in the order in which it was given, reported ones included; empty when everything was allowed.</summary>
    public IReadOnlyList<Evidence> Evidence => _evidence ?? [];

    /// <summary>How long the caller should wait before asking again: the longest that the enforced evidence which stopped the call says. Null where none says, and of a call that was not stopped.</summary>
    /// <remarks>Of a call that a fallback answered, when the model may be asked again.</remarks>
    public TimeSpan? RetryAfter => _evidence is null ? null : AISafety.Evidence.LongestRetryAfter(_evidence);

    /// <summary>The action, who answered, and the codes of the evidence; never the output.</summary>
    public override string ToString() =>
        $"{Action} by {ServedBy}{(Evidence.Count > 0 ? $": {string.Join(", ", Evidence.Select(evidence => evidence.Code))}" : "")}";

    private string Because() =>
        Evidence.FirstOrDefault(evidence => evidence.Mode == GuardMode.Enforce && evidence.Action >= SafetyAction.Review) is { } first ? $" because of {first.Code}" : "";

    /// <summary>The output if there is one.</summary>
    public bool TryGetOutput([MaybeNullWhen(false)] out TOut output)
    {
        output = _output;
        return HasOutput;
    }
}
