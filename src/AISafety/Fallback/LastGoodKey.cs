namespace AISafety.Fallback;

/// <summary>Whose last value it is.</summary>
/// <param name="Caller">The tenant, where the key is the call's own: two tenants may number their customers alike.</param>
/// <param name="Key">The key; null for the value that calls without a key share.</param>
internal readonly record struct LastGoodKey(string? Caller, string? Key);
