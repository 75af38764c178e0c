namespace AISafety.Statistics;

/// <summary>The usual errors of numeric predictions.</summary>
/// <param name="MeanAbsolute">MAE, in the unit of the values; 0 or more.</param>
/// <param name="RootMeanSquare">RMSE, in the unit of the values; 0 or more.</param>
/// <param name="RSquared">R2, 1 for perfect predictions, 0 for the mean as prediction, negative for worse; NaN if the actual values do not vary.</param>
/// <param name="Count">The pairs that took part.</param>
/// <param name="Missing">The pairs with NaN on either side.</param>
public readonly record struct RegressionErrorsResult(double MeanAbsolute, double RootMeanSquare, double RSquared, int Count, int Missing);
