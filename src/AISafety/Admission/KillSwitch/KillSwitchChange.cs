namespace AISafety.Switches;

/// <summary>One time that a kill switch was engaged or released.</summary>
/// <param name="IsEngaged">Whether it was engaged; false where it was released.</param>
/// <param name="Actor">Who did it: a person, or the part of the application.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record KillSwitchChange(bool IsEngaged, string Actor, string Reason, DateTimeOffset At);
