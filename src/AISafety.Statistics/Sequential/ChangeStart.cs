namespace AISafety.Statistics;

/// <summary>When a change likely began, counted in values back from the last one.</summary>
/// <param name="Likely">How many values the change has lasted, most likely: 1 means that only the last one is of it. 0 if there was no value.</param>
/// <param name="Least">The least that is plausible at the level asked for.</param>
/// <param name="Most">The most that is plausible at the level asked for.</param>
/// <param name="IsTruncated">Whether the change may have begun before what is remembered: then <paramref name="Most"/> is a lower bound.</param>
public readonly record struct ChangeStart(long Likely, long Least, long Most, bool IsTruncated);
