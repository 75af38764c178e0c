namespace AISafety.Statistics;

/// <summary>A slope and how well it is known.</summary>
/// <param name="Slope">The median of the slopes of all pairs; NaN if there is none.</param>
/// <param name="Interval">Sen's confidence interval.</param>
/// <param name="Count">How many points took part.</param>
/// <param name="Missing">How many points had NaN.</param>
public readonly record struct TheilSenResult(double Slope, Interval Interval, int Count, int Missing);
