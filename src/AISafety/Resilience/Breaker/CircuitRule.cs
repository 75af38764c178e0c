namespace AISafety.Resilience;

/// <summary>What opens one circuit, and how it is tried.</summary>
/// <param name="Name">What it counts: <c>failures</c>, <c>refused</c> or <c>errors</c>.</param>
/// <param name="Told">What is bad, as the end of a sentence that begins with a number of something.</param>
/// <param name="Ratio">The share that opens it.</param>
/// <param name="Minimum">How many there must be.</param>
/// <param name="Window">How long the window is.</param>
/// <param name="Probes">How many calls try the model.</param>
/// <param name="BadAllowed">How many of them may be bad.</param>
/// <param name="Patience">How long the result of one is waited for.</param>
internal sealed record CircuitRule(string Name, string Told, double Ratio, int Minimum, TimeSpan Window, int Probes, int BadAllowed, TimeSpan Patience);
