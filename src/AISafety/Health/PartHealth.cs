namespace AISafety;

/// <summary>What a part of a safe model says of itself.</summary>
/// <param name="Part">The part's name, such as <c>kill-switch</c>.</param>
/// <param name="State">How well it is.</param>
/// <param name="Reason">One sentence for a person; never an input's value.</param>
public readonly record struct PartHealth(string Part, HealthState State, string Reason);
