namespace AISafety.Resilience;

/// <summary>A move of a ladder, or the begin or end of a hold.</summary>
/// <param name="At">When.</param>
/// <param name="From">The rung before.</param>
/// <param name="To">The rung after; the same where only a hold began or ended.</param>
/// <param name="Reason">Why, as a stable word: <c>failed</c>, <c>slow</c>, <c>blocked</c> (down by rule), <c>recovered</c> (up by rule), <c>alert</c> (forced down), <c>held</c>, <c>released</c>.</param>
/// <param name="Detail">For a person: the share that was reached, the alert's code, or what the operator said.</param>
/// <param name="Actor">Who did it; null for the rules.</param>
public sealed record DegradationMove(DateTimeOffset At, string From, string To, string Reason, string Detail, string? Actor);
