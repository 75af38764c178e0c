using AISafety.Statistics;

namespace AISafety.Anomaly;

/// <summary>The calibration sample of a guard, and the thresholds that rates get by it. Immutable.</summary>
/// <param name="calibration">The scores of the rows that calibrate.</param>
/// <param name="confidence">As the option.</param>
internal sealed class AnomalyThresholds(SplitConformal calibration, double? confidence)
{
    /// <summary>How many rows calibrate.</summary>
    public int Count => calibration.Count;

    /// <summary>A row is an anomaly exactly if its score is greater; +infinity if the rows are too few for the rate, or too many of them infinitely strange.</summary>
    public double For(double alarmRate) =>
        confidence is { } probability ? calibration.Threshold(alarmRate, 1 - probability) : calibration.Threshold(alarmRate);

    public double PValue(double score) =>
        confidence is { } probability ? calibration.PValue(score, 1 - probability) : calibration.PValue(score);

    /// <summary>How many calibrating rows a rate takes.</summary>
    public long RequiredCount(double alarmRate) =>
        confidence is { } probability ? SplitConformal.RequiredCount(alarmRate, 1 - probability) : SplitConformal.RequiredCount(alarmRate);
}
