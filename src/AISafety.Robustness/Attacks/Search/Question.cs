namespace AISafety.Robustness;

/// <summary>What a search yields where it wants its candidate answered.</summary>
internal readonly struct Question;
