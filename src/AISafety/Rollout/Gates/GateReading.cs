namespace AISafety.Rollout;

/// <summary>What one call says at one gate.</summary>
/// <param name="Value">0 to 1, greater being worse but for <see cref="GateKind.OutputShift"/> (any number) and <see cref="GateKind.FairnessGap"/> (greater being better for the group); NaN where the call says nothing.</param>
/// <param name="IsDisadvantaged">At a <see cref="GateKind.FairnessGap"/>: whether the call is of the disadvantaged group.</param>
public readonly record struct GateReading(double Value, bool IsDisadvantaged = false);
