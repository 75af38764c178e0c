namespace AISafety.Fairness;

/// <summary>How a decision is read from a call, made, and written back.</summary>
/// <param name="Group">Reads the group of an input.</param>
/// <param name="Score">Reads the score of an output.</param>
/// <param name="Selected">Reads what an output has decided.</param>
/// <param name="Write">Makes the output with another decision.</param>
/// <param name="Thresholds">The rules.</param>
/// <param name="Key">Reads what draws stick to; null for the call's own key.</param>
internal sealed record GroupDecision<TIn, TOut, TGroup>(
    Func<TIn, TGroup?> Group, Func<TOut, double> Score, Func<TOut, bool> Selected, Func<TOut, bool, TOut> Write, FairThresholds<TGroup> Thresholds, Func<TIn, string?>? Key)
    where TGroup : notnull;
