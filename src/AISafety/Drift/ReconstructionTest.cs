using AISafety.Statistics;

namespace AISafety.Drift;

/// <summary>Compares how much of each row the principal components leave with how much they left of the reference's.</summary>
internal sealed class ReconstructionTest
{
    private readonly RowScores _scores;
    private readonly SortedSample<float> _reference;

    public ReconstructionTest(RowScores scores) => (_scores, _reference) = (scores, SortedSample<float>.Of(scores.Residuals));

    public RowDrift Compare(RecentRows recent, int count, double level)
    {
        TwoSampleResult found = KolmogorovSmirnov.Compute<float>(_reference, _scores.RecentResiduals(recent, count), PValueMethod.Asymptotic);
        return new(RowMetric.ReconstructionError, found.Statistic, found.PValue, found.PValue <= level);
    }
}
