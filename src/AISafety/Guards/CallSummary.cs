using AISafety.Resilience;

namespace AISafety;

/// <summary>How a call ended, for admission guards.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Action">The worst action; <see cref="SafetyAction.NotEvaluated"/> when the caller cancelled.</param>
/// <param name="Model">What became of the model call.</param>
/// <param name="ModelException">What the model threw, if it failed.</param>
public readonly record struct CallSummary(CallId CallId, SafetyAction Action, ModelOutcome Model, Exception? ModelException)
{
    /// <summary>Whether the model answered and output guards refused the answer.</summary>
    internal bool IsAnswerRefused { get; init; }

    /// <summary>Whether a lower rung or the second model of a hedge answered, and not the model.</summary>
    internal bool IsStandIn { get; init; }

    /// <summary>Which rung of the ladder the call was given to, and what came of it there.</summary>
    internal LadderMark Ladder { get; init; }
}
