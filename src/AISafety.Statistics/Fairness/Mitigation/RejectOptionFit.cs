namespace AISafety.Statistics;

/// <summary>A critical region, and what it does to the rows that it was fitted to.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Margin">How far the region reaches to both sides of the threshold, its ends included; -1 if there is none, because the difference was small enough without.</param>
/// <param name="Deprived">The codes of the groups that are selected in the region, in ascending order.</param>
/// <param name="Thresholds">The same as thresholds: deprived groups from the region's lower end on, the others above its upper end; the plain threshold for a group that is not known.</param>
/// <param name="Groups">The rates of each group, in the order of the codes.</param>
/// <param name="Difference">How far the rates of two groups differ.</param>
/// <param name="Accuracy">The share of all rows decided rightly; 0 to 1.</param>
/// <param name="Unconstrained">The same without a region.</param>
public sealed record RejectOptionFit(
    double Margin, IReadOnlyList<int> Deprived, GroupThresholds Thresholds, IReadOnlyList<DecisionRates> Groups, double Difference, double Accuracy, double Unconstrained);
