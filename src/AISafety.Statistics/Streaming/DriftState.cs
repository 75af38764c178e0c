namespace AISafety.Statistics;

/// <summary>What a streaming detector says after a value.</summary>
public enum DriftState
{
    /// <summary>Nothing to report.</summary>
    None,

    /// <summary>The evidence passed the lower of two levels. Only detectors that have one say this.</summary>
    Warning,

    /// <summary>The stream changed. Said once for each change: the next value starts the search anew.</summary>
    Drift,
}
