namespace AISafety.Resilience;

/// <summary>Which rung a call was given to, and what came of it there.</summary>
/// <param name="IsGiven">Whether there is a ladder, and the call has reached it.</param>
/// <param name="Rung">The rung.</param>
/// <param name="IsProbe">Whether the call tries the rung above the one at which the ladder stands.</param>
/// <param name="Epoch">How many moves the ladder had made: what came of calls from before the last move says nothing of where it stands now.</param>
/// <param name="Outcome">What came of it.</param>
internal readonly record struct LadderMark(bool IsGiven, byte Rung, bool IsProbe, int Epoch, RungOutcome Outcome);
