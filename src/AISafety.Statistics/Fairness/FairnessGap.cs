namespace AISafety.Statistics;

/// <summary>How far groups differ in a rate.</summary>
/// <remarks>The intervals hold the greatest true difference, and the least true ratio, among all groups that were compared. The lower end of the difference is 0 and the upper end of the ratio 1
/// as long as no two groups are known to differ.</remarks>
/// <param name="Criterion">What was compared.</param>
/// <param name="Difference">Greatest rate less least rate.</param>
/// <param name="Ratio">Least rate divided by greatest rate.</param>
/// <param name="Greatest">The code of the group with the greatest rate, of equals the first; -1 if there is no difference. For equalised odds, of the rate that differs more.</param>
/// <param name="Least">The code of the group with the least rate, likewise.</param>
/// <param name="Excluded">The codes of the groups that were not compared, in ascending order: too small, or without the rate.</param>
public sealed record FairnessGap(FairnessCriterion Criterion, FairnessValue Difference, FairnessValue Ratio, int Greatest, int Least, IReadOnlyList<int> Excluded);
