using System.Globalization;

namespace AISafety.Confidence;

/// <summary>What a confidence threshold decides by. Immutable: the guard holds one reference, which can be exchanged as a whole.</summary>
internal sealed class ConfidenceSettings
{
    public ConfidenceSettings(double minimum, SafetyAction otherwise, double tolerance, FailurePolicy onFailure)
    {
        (Minimum, Otherwise, Tolerance, OnFailure) = (minimum, otherwise, tolerance, onFailure);
        LowMessage = string.Create(CultureInfo.InvariantCulture, $"The confidence is below its minimum of {minimum}.");
    }

    public double Minimum { get; }

    public SafetyAction Otherwise { get; }

    public double Tolerance { get; }

    public FailurePolicy OnFailure { get; }

    public string LowMessage { get; }
}
