namespace AISafety.Statistics;

/// <summary>What a prediction p costs a row of label y.</summary>
public enum GroupLoss : byte
{
    /// <summary>|y - p|: 1 for a wrong decision, 0 for a right one.</summary>
    ZeroOne = 0,

    /// <summary>(y - p)^2, of a probability; 0 to 1. The Brier score.</summary>
    Squared = 1,

    /// <summary>-ln p for y = 1, -ln(1 - p) for y = 0, of a probability kept between 1e-15 and 1 - 1e-15; 0 to 34.6.</summary>
    Logistic = 2,
}
