namespace AISafety.Fairness;

/// <summary>Where the monitor finds decisions, groups and strata in a block, and what they are called.</summary>
internal sealed record FairnessColumns(
    ColumnHandle Decision, CodesHandle GroupCodes, IReadOnlyList<string> Groups, CodesHandle? StratumCodes, IReadOnlyList<string> Strata);
