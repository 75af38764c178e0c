namespace AISafety.Statistics;

/// <summary>The greatest distance between two empirical distribution functions, exactly.</summary>
/// <param name="Numerator">The greatest |i m - j n|, where i of n reference values and j of m sample values are at or below a number.</param>
/// <param name="ReferenceCount">n, how many numbers the reference has.</param>
/// <param name="SampleCount">m, how many numbers the sample has.</param>
/// <param name="Missing">How many of the sample's values are NaN.</param>
public readonly record struct KolmogorovSmirnovGap(long Numerator, int ReferenceCount, int SampleCount, int Missing)
{
    /// <summary>D = sup |F(x) - G(x)|, from 0 to 1; NaN if the sample has no number.</summary>
    public double Statistic => Numerator / ((double)ReferenceCount * SampleCount);
}
