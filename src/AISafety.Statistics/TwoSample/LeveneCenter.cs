namespace AISafety.Statistics;

/// <summary>From where <see cref="Levene"/> measures deviations.</summary>
public enum LeveneCenter
{
    /// <summary>The median: Brown and Forsythe's form, which holds its level under skewness and heavy tails.</summary>
    Median,

    /// <summary>The mean: Levene's own form.</summary>
    Mean,
}
