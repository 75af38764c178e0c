namespace AISafety;

/// <summary>An upper bound of the false alarms to be expected of one of a monitor's tests in a day.</summary>
/// <param name="Monitor">The monitor's name.</param>
/// <param name="Lane">Which of its tests, such as <c>feature-windows</c> or <c>missing</c>.</param>
/// <param name="PerDay">The expected number of false alarms in a day is this at most; for a promise for all time, in the whole of it. NaN: no bound is known.</param>
/// <param name="Holds">When the bound holds, or why there is none.</param>
public sealed record FalseAlarmBound(string Monitor, string Lane, double PerDay, string Holds);
