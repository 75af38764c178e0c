namespace AISafety.Access;

/// <summary>A caller that is blocked, or the end of that.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="IsBlocked">Whether it was blocked; false where it was let in again.</param>
/// <param name="Actor">Who did it: a person, or the part of the application.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="Until">When the block ends by itself; null for never.</param>
public sealed record BlockedCaller(string Caller, bool IsBlocked, string Actor, string Reason, DateTimeOffset At, DateTimeOffset? Until);
