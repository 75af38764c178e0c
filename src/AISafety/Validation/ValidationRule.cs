namespace AISafety.Validation;

/// <summary>One rule: what it is called in a message, the property it reads if it reads one, and how it judges.</summary>
internal sealed record ValidationRule<T>(string Description, string? Feature, Func<T, Evidence?> Judge);
