namespace AISafety.Testing;

/// <summary>How far a stress run is.</summary>
/// <param name="Started">Calls that have begun.</param>
/// <param name="Ended">Calls that have ended or were given up.</param>
/// <param name="OverBudget">Those that took longer than their budget.</param>
/// <param name="Elapsed">How long the run has lasted.</param>
public readonly record struct StressProgress(long Started, long Ended, long OverBudget, TimeSpan Elapsed);
