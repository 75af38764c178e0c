namespace AISafety.Anomaly;

/// <summary>What a reload exchanges: the rate, the threshold that goes with it, and what is done.</summary>
/// <param name="AlarmRate">The greatest share of reference-like rows that may be called anomalies.</param>
/// <param name="Threshold">A row is an anomaly exactly if its score is greater; finite.</param>
/// <param name="Otherwise">What is done with an anomaly.</param>
internal sealed record AnomalySettings(double AlarmRate, double Threshold, SafetyAction Otherwise);
