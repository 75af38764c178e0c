namespace AISafety.Review;

/// <summary>A call that a person must decide.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <param name="CallId">The call.</param>
/// <param name="Input">The input: a copy.</param>
/// <param name="HasOutput">Whether the model had answered before the call was sent to review.</param>
/// <param name="Output">The model's answer, if it had.</param>
/// <param name="Call">Who asked, and what for.</param>
/// <param name="Evidence">Why a person must decide.</param>
/// <param name="SubmittedAt">When.</param>
public sealed record ReviewRequest<TIn, TOut>(
    CallId CallId,
    TIn Input,
    bool HasOutput,
    TOut? Output,
    CallInfo Call,
    IReadOnlyList<Evidence> Evidence,
    DateTimeOffset SubmittedAt);
