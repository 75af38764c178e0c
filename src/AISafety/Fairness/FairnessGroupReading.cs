using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>The rate of one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Rate">Which rate.</param>
/// <param name="Value">The rate; the interval holds at every row of the window at once, together with all others of the gap.</param>
public sealed record FairnessGroupReading(string Group, GroupRate Rate, FairnessValue Value);
