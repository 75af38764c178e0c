namespace AISafety.Statistics;

/// <summary>What the z test of two proportions found.</summary>
/// <param name="Statistic">z; more than 0 where the reference has the greater proportion.</param>
/// <param name="PValue">Two-sided; from 0 to 1.</param>
/// <param name="ReferenceProportion">From 0 to 1.</param>
/// <param name="CurrentProportion">From 0 to 1.</param>
/// <param name="ReferenceCount">The size of the reference.</param>
/// <param name="CurrentCount">The size of the current sample.</param>
public readonly record struct TwoProportionsResult(
    double Statistic, double PValue, double ReferenceProportion, double CurrentProportion, long ReferenceCount, long CurrentCount);
