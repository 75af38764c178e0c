using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>How often two rows are treated more differently than they are: |score - score'| > L * distance.</summary>
/// <remarks>Distances are Euclidean, so features should have comparable scales. A row with a NaN is left out. Equal rows with different scores violate any L. Source: Dwork, Hardt, Pitassi, Reingold and Zemel, Fairness Through Awareness, ITCS 2012.</remarks>
public static class LipschitzViolations
{
    /// <summary>The share among each row's nearest other rows. Every row is compared with every other.</summary>
    /// <param name="rows">The features, row by row.</param>
    /// <param name="columns">How many features a row has.</param>
    /// <param name="scores">A finite score a row.</param>
    /// <param name="constant">L, scores a unit of distance; 0 or more.</param>
    /// <param name="neighbors">How many nearest rows; 1 to one less than the complete rows.</param>
    /// <returns>From 0 to 1, without an interval: all pairs are looked at. Its count is the pairs.</returns>
    /// <exception cref="ArgumentException">A length does not fit, no row is complete, a feature is infinite, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FairnessValue AmongNeighbors<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<double> scores, double constant, int neighbors = 5)
        where T : struct, IFloatingPointIeee754<T>
    {
        PredictedPoints points = Points(rows, columns, scores, constant);
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(neighbors, points.Count - 1);
        NearestNeighbors search = points.Search();
        double[] distances = new double[neighbors];
        int[] nearest = new int[neighbors];
        long violations = 0;
        for (int row = 0; row < points.Count; row++)
        {
            search.Find<double>(points.Row(row), distances, nearest, leaveOut: row);
            for (int i = 0; i < neighbors; i++)
            {
                violations += Math.Abs(points.Predictions[row] - points.Predictions[nearest[i]]) > constant * distances[i] ? 1 : 0;
            }
        }

        long pairs = (long)points.Count * neighbors;
        return FairnessValue.Of((double)violations / pairs, pairs);
    }

    /// <summary>The share among pairs of different rows drawn at random, with replacement.</summary>
    /// <param name="rows">The features, row by row; at least two complete ones.</param>
    /// <param name="columns">How many features a row has.</param>
    /// <param name="scores">A finite score a row.</param>
    /// <param name="constant">L, scores a unit of distance; 0 or more.</param>
    /// <param name="pairs">How many pairs; 1 or more.</param>
    /// <param name="seed">Of the pairs.</param>
    /// <param name="confidence">Of the interval; more than 0, less than 1.</param>
    /// <returns>From 0 to 1; its interval is for the share among all pairs of these rows, and its count is the pairs drawn.</returns>
    /// <exception cref="ArgumentException">A length does not fit, fewer than two rows are complete, a feature is infinite, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static FairnessValue AmongPairs<T>(
        ReadOnlySpan<T> rows, int columns, ReadOnlySpan<double> scores, double constant, int pairs, int seed, double confidence = 0.95)
        where T : struct, IFloatingPointIeee754<T>
    {
        PredictedPoints points = Points(rows, columns, scores, constant);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        if (points.Count < 2)
        {
            throw new ArgumentException($"There is {points.Count} complete row; expected two or more.", nameof(rows));
        }

        Random random = new(seed);
        int violations = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            int one = random.Next(points.Count);
            int other = random.Next(points.Count - 1);
            other += other >= one ? 1 : 0;
            double distance = TensorPrimitives.Distance(points.Row(one), points.Row(other));
            violations += Math.Abs(points.Predictions[one] - points.Predictions[other]) > constant * distance ? 1 : 0;
        }

        return new RateParts(violations, pairs, ValueStatus.NoRows).Estimate(confidence);
    }

    private static PredictedPoints Points<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<double> scores, double constant)
        where T : struct, IFloatingPointIeee754<T> =>
        constant >= 0 && double.IsFinite(constant)
            ? PredictedPoints.Of(rows, columns, scores, requireUnit: false)
            : throw new ArgumentOutOfRangeException(nameof(constant), constant, "Expected a finite number of 0 or more.");
}
