namespace AISafety;

/// <summary>A number that is recorded of every call with an output.</summary>
internal sealed record Projection<TIn, TOut>(string Name, Func<TIn, TOut, float> Read);
