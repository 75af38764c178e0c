namespace AISafety.Statistics;

/// <summary>What a look for Simpson's paradox found.</summary>
/// <param name="IsParadox">Whether the interval over all rows excludes 0, that of some stratum excludes 0 with the opposite sign, and that of no stratum with the same sign.</param>
/// <param name="Aggregate">Rate of the first group less rate of the second, over all rows.</param>
/// <param name="Strata">The same in each stratum; undefined with its reason where a group has no rows to count.</param>
/// <param name="Reversed">The strata whose interval excludes 0 with the sign opposite to that of the aggregate.</param>
public sealed record SimpsonParadoxResult(bool IsParadox, FairnessValue Aggregate, IReadOnlyList<FairnessValue> Strata, IReadOnlyList<int> Reversed);
