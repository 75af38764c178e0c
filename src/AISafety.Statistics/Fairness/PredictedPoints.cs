using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The complete rows, and the prediction of each.</summary>
internal sealed class PredictedPoints
{
    private readonly double[] _cells;
    private readonly int _columns;

    private PredictedPoints(double[] cells, int columns, double[] predictions) => (_cells, _columns, Predictions) = (cells, columns, predictions);

    public int Count => Predictions.Length;

    public double[] Predictions { get; }

    /// <exception cref="ArgumentException">A length does not fit, no row is complete, a feature is infinite, or a prediction is not a finite number, or not from 0 to 1.</exception>
    public static PredictedPoints Of<T>(ReadOnlySpan<T> rows, int columns, ReadOnlySpan<double> predictions, bool requireUnit)
        where T : struct, IFloatingPointIeee754<T>
    {
        double[] cells = CompleteRows.Of(rows, columns, nameof(rows), out int _);
        if (predictions.Length != rows.Length / columns)
        {
            throw new ArgumentException($"There are {predictions.Length} predictions and {rows.Length / columns} rows; expected as many of each.", nameof(predictions));
        }

        double[] kept = new double[cells.Length / columns];
        int count = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            double prediction = predictions[row];
            if (!double.IsFinite(prediction) || (requireUnit && prediction is < 0 or > 1))
            {
                throw new ArgumentException($"There is a {prediction}; expected {(requireUnit ? "numbers from 0 to 1" : "finite numbers")}.", nameof(predictions));
            }

            if (!HasMissing(rows.Slice(row * columns, columns)))
            {
                kept[count++] = prediction;
            }
        }

        return count > 0 ? new(cells, columns, kept) : throw new ArgumentException("There is no complete row; expected at least one.", nameof(rows));
    }

    public ReadOnlySpan<double> Row(int row) => _cells.AsSpan(row * _columns, _columns);

    public NearestNeighbors Search() => NearestNeighbors.Fit<double>(_cells, _columns);

    private static bool HasMissing<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        foreach (T cell in row)
        {
            if (T.IsNaN(cell))
            {
                return true;
            }
        }

        return false;
    }
}
