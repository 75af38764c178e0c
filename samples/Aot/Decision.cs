namespace Aot;

/// <summary>What the scorecard says.</summary>
public sealed record Decision(bool Approved, double Probability);
