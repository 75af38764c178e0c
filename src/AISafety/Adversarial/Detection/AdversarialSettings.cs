namespace AISafety.Adversarial;

/// <summary>What a reload exchanges: the rate, the threshold that goes with it, and what is done.</summary>
/// <param name="AlarmRate">The greatest share of clean inputs that may be called adversarial.</param>
/// <param name="Threshold">An input is called adversarial exactly if its score is greater; finite.</param>
/// <param name="Otherwise">What is done with one.</param>
internal sealed record AdversarialSettings(double AlarmRate, double Threshold, SafetyAction Otherwise);
