namespace AISafety.Statistics;

/// <summary>Thresholds, and what they do to the rows that they were fitted to, on average over the draws.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Thresholds">The rules.</param>
/// <param name="Groups">The rates of each group, in the order of the codes.</param>
/// <param name="Objective">The value of the objective; 0 to 1.</param>
/// <param name="Unconstrained">The value that the best single threshold has, without any constraint: what fairness costs on these rows is the difference, which may be negative.</param>
public sealed record ThresholdFit(GroupThresholds Thresholds, IReadOnlyList<DecisionRates> Groups, double Objective, double Unconstrained);
