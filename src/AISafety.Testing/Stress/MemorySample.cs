namespace AISafety.Testing;

/// <summary>Managed memory at one moment, after a collection of garbage.</summary>
/// <param name="Call">How many calls had begun.</param>
/// <param name="Bytes">The bytes in use.</param>
public readonly record struct MemorySample(long Call, long Bytes);
