namespace AISafety.Statistics;

/// <summary>How far the predictions of a group are off. Intervals are a bootstrap's, bias-corrected and accelerated; above 10,000 rows the normal one.</summary>
/// <param name="Group">The group's code; -1 for all rows together.</param>
/// <param name="Name">What the group is called.</param>
/// <param name="MeanResidual">The mean of predicted - actual: more than 0 where the group is predicted too high.</param>
/// <param name="MeanAbsoluteError">The mean of |predicted - actual|.</param>
/// <param name="RootMeanSquareError">The square root of the mean of (predicted - actual)^2.</param>
/// <param name="Missing">The pairs with NaN on either side.</param>
/// <param name="IsSmall">Whether fewer pairs are complete than <see cref="FairnessOptions.MinimumGroupSize"/>.</param>
public sealed record ErrorMetrics(
    int Group, string Name, FairnessValue MeanResidual, FairnessValue MeanAbsoluteError, FairnessValue RootMeanSquareError, int Missing, bool IsSmall)
{
    internal static ErrorMetrics Of(int group, string name, ReadOnlySpan<double> residuals, FairnessOptions options)
    {
        List<double> present = new(residuals.Length);
        foreach (double residual in residuals)
        {
            if (!double.IsNaN(residual))
            {
                present.Add(residual);
            }
        }

        FairnessValue squared = Mean([.. present.Select(static residual => residual * residual)], options);
        return new(
            group,
            name,
            Mean([.. present], options),
            Mean([.. present.Select(Math.Abs)], options),
            squared with { Value = Math.Sqrt(squared.Value), Interval = new(Math.Sqrt(Math.Max(0, squared.Interval.Lower)), Math.Sqrt(squared.Interval.Upper)) },
            residuals.Length - present.Count,
            present.Count < options.MinimumGroupSize);
    }

    private static FairnessValue Mean(double[] values, FairnessOptions options)
    {
        double mean = values.Length == 0 ? double.NaN : values.Sum() / values.Length;
        return values.Length == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
            : !double.IsFinite(mean) ? FairnessValue.Undefined(ValueStatus.NotFinite, values.Length)
            : FairnessValue.Of(mean, BootstrapMean.Of(values, options.Confidence, options.Resamples, options.Seed), values.Length);
    }
}
