namespace AISafety;

/// <summary>The tests of drift detection, among which the budget of false alarms is divided.</summary>
public enum DriftLane
{
    /// <summary>Single input features, after every row.</summary>
    Features = 0,

    /// <summary>Whole input rows, after every row.</summary>
    Rows = 1,

    /// <summary>The model's outputs, after every row: prediction drift.</summary>
    Outputs = 2,

    /// <summary>Single input features in windows.</summary>
    FeatureWindows = 3,

    /// <summary>Whole input rows in windows: relations between features.</summary>
    RowWindows = 4,

    /// <summary>The model's outputs in windows.</summary>
    OutputWindows = 5,
}
