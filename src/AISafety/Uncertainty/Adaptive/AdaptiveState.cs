namespace AISafety.Uncertainty;

/// <summary>All that adaptive intervals or sets have learned, to be stored and gone on from after a restart.</summary>
/// <param name="Level">The level; finite.</param>
/// <param name="Scores">The newest scores, the oldest first; not NaN, but maybe +infinity where an outcome was. They are differences from outcomes: as secret as these.</param>
public sealed record AdaptiveState(double Level, IReadOnlyList<double> Scores);
