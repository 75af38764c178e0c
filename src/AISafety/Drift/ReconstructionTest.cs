using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Compares how much of each row the principal components leave with how much they left of the reference's.</summary>
internal sealed class ReconstructionTest
{
    private readonly RowScores _scores;
    private readonly SortedSample<float> _reference;

    private ReconstructionTest(RowScores scores, float[] residuals) => (_scores, _reference) = (scores, SortedSample<float>.Of(residuals));

    /// <summary>Null if rows have no scores.</summary>
    public static ReconstructionTest? TryMake(ReferenceProfile profile) =>
        RowScores.TryFit(profile, out float[][] reference) is { } scores ? new(scores, reference[RowScores.Residual]) : null;

    public RowDrift Compare(RecentRows recent, int count, double level)
    {
        float[] residuals = _scores.Recent(recent, count)[RowScores.Residual];
        TwoSampleResult found = KolmogorovSmirnov.Compute<float>(_reference, residuals, PValueMethod.Asymptotic);
        return new(RowMetric.ReconstructionError, found.Statistic, found.PValue, found.PValue <= level);
    }
}
