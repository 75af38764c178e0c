using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Whether similar rows are predicted alike: 1 - the mean of |prediction - mean prediction of the k nearest rows|.</summary>
/// <remarks>As in AIF360, a row is among its own k nearest; of equally near rows the earlier come first. Distances are Euclidean, so features should have comparable scales. A row with a NaN is left out with its prediction. Every row is
/// compared with every other. Source: Zemel, Wu, Swersky, Pitassi and Dwork, Learning Fair Representations, ICML 2013.</remarks>
public static class Consistency
{
    /// <summary>Computes the consistency.</summary>
    /// <param name="rows">The features, row by row.</param>
    /// <param name="columns">How many features a row has.</param>
    /// <param name="predictions">A prediction a row: a class 0 or 1, or a score from 0 to 1.</param>
    /// <param name="neighbors">k; 1 to the number of complete rows.</param>
    /// <returns>From 0 to 1, without an interval; its count is the complete rows.</returns>
    /// <exception cref="ArgumentException">A length does not fit, no row is complete, a feature is infinite, or a prediction is not from 0 to 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> or <paramref name="neighbors"/> is out of range.</exception>
    public static FairnessValue Compute<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<double> predictions, int neighbors = 5)
        where T : struct, IFloatingPointIeee754<T>
    {
        PredictedPoints points = PredictedPoints.Of(rows, columns, predictions, requireUnit: true);
        NearestNeighbors search = points.Search();
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(neighbors, points.Count);
        double[] distances = new double[neighbors];
        int[] nearest = new int[neighbors];
        double sum = 0;
        for (int row = 0; row < points.Count; row++)
        {
            search.Find<double>(points.Row(row), distances, nearest);
            double mean = 0;
            foreach (int neighbor in nearest)
            {
                mean += points.Predictions[neighbor] / neighbors;
            }

            sum += Math.Abs(points.Predictions[row] - mean);
        }

        return FairnessValue.Of(1 - sum / points.Count, points.Count);
    }
}
