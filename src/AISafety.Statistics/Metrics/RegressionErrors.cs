using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The usual errors of numeric predictions, in two passes: MAE, RMSE, R2.</summary>
/// <remarks>With e = predicted - actual over n pairs: MAE = (1/n) sum |e|; RMSE = sqrt((1/n) sum e^2); R2 = 1 - sum e^2 / sum (actual - mean
/// actual)^2. Sums in double. A pair with NaN on either side is missing: passed over and counted. No allocation.</remarks>
public static class RegressionErrors
{
    /// <summary>Computes the errors.</summary>
    /// <param name="predictions">What was predicted.</param>
    /// <param name="actuals">What came true, in the same unit; as many.</param>
    /// <returns>NaN for every error if no pair is complete; R2 of NaN if the actual values do not vary. Infinite values make errors infinite or NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static RegressionErrorsResult Compute<T>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> actuals)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (predictions.Length != actuals.Length)
        {
            throw new ArgumentException($"There are {predictions.Length} predictions and {actuals.Length} actual values; expected as many of each.", nameof(predictions));
        }

        double absolute = 0;
        double squared = 0;
        double sum = 0;
        int count = 0;
        double pivot = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            double actual = double.CreateTruncating(actuals[i]);
            double error = double.CreateTruncating(predictions[i]) - actual;
            if (T.IsNaN(predictions[i]) || double.IsNaN(actual))
            {
                continue;
            }

            // Shifted by the first value, so that a large common part costs no digits.
            pivot = count++ == 0 ? actual : pivot;
            absolute += Math.Abs(error);
            squared += error * error;
            sum += actual - pivot;
        }

        double spread = SquaresAround(pivot + sum / count, predictions, actuals);
        double r2 = spread > 0 ? 1 - squared / spread : double.NaN;
        return new(absolute / count, Math.Sqrt(squared / count), r2, count, actuals.Length - count);
    }

    private static double SquaresAround<T>(double mean, ReadOnlySpan<T> predictions, ReadOnlySpan<T> actuals)
        where T : struct, IFloatingPointIeee754<T>
    {
        double squares = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            if (!T.IsNaN(predictions[i]) && !T.IsNaN(actuals[i]))
            {
                double distance = double.CreateTruncating(actuals[i]) - mean;
                squares += distance * distance;
            }
        }

        return squares;
    }
}
