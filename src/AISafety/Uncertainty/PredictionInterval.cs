namespace AISafety.Uncertainty;

/// <summary>A predicted number and the interval that is to hold the true one, calibrated so that it does at least as often as was asked for.</summary>
/// <remarks><c>default</c> is no interval: its coverage is 0.</remarks>
/// <param name="Prediction">What the model predicts; of two quantiles, their middle.</param>
/// <param name="Lower">The lower end, itself included; may be -infinity.</param>
/// <param name="Upper">The upper end, itself included; may be +infinity.</param>
/// <param name="Coverage">How often the truth is to lie in such intervals; more than 0, less than 1.</param>
public readonly record struct PredictionInterval(double Prediction, double Lower, double Upper, double Coverage)
{
    /// <summary>Upper less lower; +infinity if an end is infinite.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether a number lies in the interval; NaN lies in none.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;
}
