namespace AISafety.Adversarial;

/// <summary>What a reload exchanges.</summary>
/// <param name="Otherwise">What is done with a suspicious query.</param>
internal sealed record QueryPatternSettings(SafetyAction Otherwise);
