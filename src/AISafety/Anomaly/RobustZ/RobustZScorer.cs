namespace AISafety.Anomaly;

/// <summary>The greatest robust z of a row, each in units of its feature's limit.</summary>
/// <param name="centers">Each feature's centre; NaN for what is not judged.</param>
/// <param name="inverseScales">Each feature's inverse scale, over its limit.</param>
/// <param name="limits">The robust z by which a feature's scores are measured: what is usual in its own tail.</param>
internal sealed class RobustZScorer(float[] centers, float[] inverseScales, float[] limits) : AnomalyScorer
{
    public override int JudgedCount => centers.Count(static center => !float.IsNaN(center));

    public override double Score(ReadOnlySpan<float> row) => Statistics.RobustZ.Max(row, centers, inverseScales);

    public override AnomalyFinding Explain(ReadOnlySpan<float> row, double score)
    {
        int feature = Statistics.RobustZ.IndexOfMax(row, centers, inverseScales);
        bool isConstant = float.IsPositiveInfinity(inverseScales[feature]);
        return new(feature, isConstant ? ComparedColumns.NotTheConstant : "{0} lies far from the reference's median", limits[feature]);
    }
}
