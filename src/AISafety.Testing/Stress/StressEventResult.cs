namespace AISafety.Testing;

/// <summary>An event of a stress run, and what came of it.</summary>
/// <param name="AtCall">Before which call it was.</param>
/// <param name="Name">Its name.</param>
/// <param name="Exception">What it threw; null if nothing.</param>
public sealed record StressEventResult(long AtCall, string Name, Exception? Exception);
