using System.Buffers;
using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>The mean distance of the reference's nearest rows, in robust scales.</summary>
/// <param name="columns">What is compared.</param>
/// <param name="inverseScales">Of each compared feature.</param>
/// <param name="neighbors">The reference's rows, scaled.</param>
/// <param name="k">How many neighbours.</param>
internal sealed class NearestNeighborsScorer(ComparedColumns columns, float[] inverseScales, NearestNeighbors neighbors, int k) : AnomalyScorer, IValueScorer
{
    public override int JudgedCount => columns.JudgedCount;

    public override double Score(ReadOnlySpan<float> row) => columns.Score(row, this);

    public double Measure(Span<float> values, int observed)
    {
        columns.Scale(values, inverseScales);
        foreach (float value in values)
        {
            if (float.IsInfinity(value))
            {
                return double.PositiveInfinity;
            }
        }

        double[] distances = ArrayPool<double>.Shared.Rent(k);
        int[] rows = ArrayPool<int>.Shared.Rent(k);
        neighbors.Find<float>(values, distances.AsSpan(0, k), rows.AsSpan(0, k));
        double sum = 0;
        for (int i = 0; i < k; i++)
        {
            sum += distances[i];
        }

        ArrayPool<double>.Shared.Return(distances);
        ArrayPool<int>.Shared.Return(rows);
        return sum / k;
    }

    public override AnomalyFinding Explain(ReadOnlySpan<float> row, double score) =>
        columns.ExplainInfinite(row) ?? Replacement.Explain(row, score, columns, this, "the row lies far from its nearest neighbours in the reference");
}
