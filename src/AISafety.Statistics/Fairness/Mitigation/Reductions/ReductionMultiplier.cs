namespace AISafety.Statistics;

/// <summary>A Lagrange multiplier: how much the objective would gain if a group's constraint were loosened by one.</summary>
/// <param name="Group">The group's code.</param>
/// <param name="Label">The label of the rows whose rate it is; null for all rows.</param>
/// <param name="Value">Of a parity, more than 0 if the group's rate is held down and less than 0 if it is held up; of a loss, 0 or more. 0 where the constraint costs nothing.</param>
public readonly record struct ReductionMultiplier(int Group, byte? Label, double Value);
