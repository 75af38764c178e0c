using System.Globalization;

namespace AISafety.Selection;

/// <summary>What selective prediction decides by. Immutable: the guard holds one reference, which is exchanged as a whole.</summary>
internal sealed class SelectiveSettings(SelectivePrediction calibrated, SafetyAction otherwise, FailurePolicy onFailure)
{
    public double Minimum { get; } = calibrated.Minimum;

    public SafetyAction Otherwise { get; } = otherwise;

    public FailurePolicy OnFailure { get; } = onFailure;

    public string LowMessage { get; } = calibrated.Minimum > double.MaxValue
        ? $"No confidence suffices: no threshold keeps the promise that {calibrated.Promise}."
        : string.Create(CultureInfo.InvariantCulture, $"The confidence is below {calibrated.Minimum:G6}, from which {calibrated.Promise}.");
}
