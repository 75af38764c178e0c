namespace AISafety;

/// <summary>How fresh a source is.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Age">How long ago its newest event happened; null if there was none yet, or event times are not read.</param>
/// <param name="Silence">How long ago a row of it came; since the start if none did.</param>
/// <param name="LateShare">The share of late events in the last judged ones, 0 to 1; NaN before the first.</param>
/// <param name="FutureShare">The share of events in the future, likewise.</param>
public sealed record SourceQuality(string Source, TimeSpan? Age, TimeSpan Silence, double LateShare, double FutureShare);
