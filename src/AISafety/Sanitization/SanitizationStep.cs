namespace AISafety.Sanitization;

/// <summary>Changes the input, or not, or refuses it.</summary>
internal delegate void SanitizationAct<TIn>(ref SanitizationRun<TIn> run);

/// <summary>One step: what it is called in a message, the property it concerns if it concerns one, and what it does.</summary>
internal sealed record SanitizationStep<TIn>(string Description, string? Feature, SanitizationAct<TIn> Act);
