namespace AISafety.Statistics;

/// <summary>A statistic of two samples; greater is more of a difference.</summary>
/// <param name="reference">One sample.</param>
/// <param name="current">The other sample.</param>
public delegate double TwoSampleStatistic<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current);
